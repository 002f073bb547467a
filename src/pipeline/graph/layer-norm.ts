/** Differentiable layer normalization (Ba et al. 2016) over the last axis. */
import { elementwise } from "./activation.ts";
import { reduceTo } from "./arithmetic.ts";
import type { Graph, Value } from "./graph.ts";

/** (x − mean) / √(variance + epsilon) · weight + bias. */
export function layerNorm(
  graph: Graph,
  x: Value,
  { weight, bias, epsilon }: { readonly weight: Value; readonly bias: Value; readonly epsilon: number },
): Value {
  const perRow = [...x.shape.slice(0, -1), 1];
  const [output, mean, inverse] = graph.nodes(
    "LayerNormalization",
    [x, weight, bias],
    [x.shape, perRow, perRow],
    { axis: -1, epsilon: { float: epsilon } },
  );
  return graph.record([x, weight, bias], output!, (gradient) => {
    const op = elementwise(graph, x);
    const meanOf = (value: Value): Value =>
      graph.node("ReduceMean", [value, graph.longs([-1])], perRow, { keepdims: 1 });
    const normed = op("Mul", op("Sub", x, mean!), inverse!);
    const passed = op("Mul", gradient, weight);
    const along = op("Mul", normed, meanOf(op("Mul", passed, normed)));
    const byX = op("Mul", inverse!, op("Sub", op("Sub", passed, meanOf(passed)), along));
    return [byX, reduceTo(graph, op("Mul", gradient, normed), weight), reduceTo(graph, gradient, bias)];
  });
}
