/** Weights as an exported file stores them: 16-bit or 8-bit numbers that are widened to float32 before use. */
import type { Graph, Value } from "#pipeline/graph/graph.ts";
import type { Parameter, Parameters } from "../models/parameter.ts";
import { count } from "../optimizer/state-layout.ts";

export type Storage = "float16" | "int8";

/**
 * @param values By name, in the shapes of the parameters.
 * @returns The source of a model's parameters; each one is written when it is first requested.
 */
export function storedWeights(
  graph: Graph,
  parameters: readonly Parameter[],
  values: ReadonlyMap<string, Float32Array>,
  storage: Storage,
): Parameters {
  const shapes = new Map(parameters.map(({ name, shape }) => [name, shape]));
  const written = new Map<string, Value>();
  return (name) => {
    const known = written.get(name);
    if (known) return known;
    const [shape, numbers] = [shapes.get(name), values.get(name)];
    if (!shape || !numbers) throw new Error(`no parameter ${name}`);
    const isMatrix = shape.length === 2 && shape[0]! > 1;
    const value =
      storage === "int8" && isMatrix
        ? asBytes(graph, name, shape, numbers)
        : asHalves(graph, name, shape, numbers);
    written.set(name, value);
    return value;
  };
}

function asHalves(graph: Graph, name: string, shape: readonly number[], numbers: Float32Array): Value {
  const halves = new Uint16Array(new Float16Array(numbers).buffer);
  return graph.node("Cast", [graph.initializer(name, shape, halves)], shape, { to: 1 });
}

/** Integers from −127 to 127 with a factor per row, so that one large row does not cost the others precision. */
function asBytes(graph: Graph, name: string, shape: readonly number[], numbers: Float32Array): Value {
  const columns = shape[1]!;
  const factors = new Float32Array(shape[0]!);
  const bytes = new Int8Array(count(shape));
  for (let row = 0; row < factors.length; row++) {
    const values = numbers.subarray(row * columns, (row + 1) * columns);
    const highest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    factors[row] = highest === 0 ? 1 : highest / 127;
    values.forEach((value, i) => (bytes[row * columns + i] = Math.round(value / factors[row]!)));
  }
  const stored = graph.initializer(name, shape, bytes);
  const factor = graph.initializer(`${name}_scale`, [shape[0]!], factors);
  return graph.node("DequantizeLinear", [stored, factor], shape, { axis: 0 });
}
