/** Reverse-mode differentiation: adds to a graph the nodes that compute a scalar's gradient. */
import { sizes, type Graph, type Value } from "#pipeline/graph/graph.ts";

/**
 * Gradients of a scalar with respect to each of the given values, in their order.
 * @throws {Error} if the scalar does not depend on one of them: a parameter that nothing trains is a mistake.
 */
export function gradients(graph: Graph, loss: Value, by: readonly Value[]): Value[] {
  const collected = new Map<string, Value[]>([[loss.name, [graph.floats([1], sizes(loss))]]]);
  // Only paths to a wanted value need gradients.
  const wanted = new Set(by.map(({ name }) => name));
  for (const { inputs, outputs } of graph.steps) {
    if (inputs.some(({ name }) => wanted.has(name))) for (const { name } of outputs) wanted.add(name);
  }
  for (const { inputs, outputs, backward } of graph.steps.toReversed()) {
    const arrived = outputs.flatMap(({ name }) => collected.get(name) ?? []);
    if (arrived.length === 0 || !wanted.has(outputs[0]!.name)) continue;
    const passed = outputs.map((output) =>
      total(graph, collected.get(output.name) ?? [zeros(graph, output)]),
    );
    backward(...passed).forEach((gradient, i) => {
      const input = inputs[i]!;
      if (!gradient || !wanted.has(input.name)) return;
      const known = collected.get(input.name);
      if (known) known.push(gradient);
      else collected.set(input.name, [gradient]);
    });
  }
  return by.map((value) => {
    const arrived = collected.get(value.name);
    if (!arrived) throw new Error(`${value.name}: expected the loss to depend on it`);
    return total(graph, arrived);
  });
}

function zeros(graph: Graph, like: Value): Value {
  const shape = sizes(like);
  return graph.node("Expand", [graph.floats([0]), graph.longs(shape)], shape);
}

function total(graph: Graph, parts: Value[]): Value {
  if (parts.length === 1) return parts[0]!;
  const sum = graph.node("Sum", parts, parts[0]!.shape);
  // Kept, so that the gradient of a value with several uses is summed once.
  parts.splice(0, parts.length, sum);
  return sum;
}
