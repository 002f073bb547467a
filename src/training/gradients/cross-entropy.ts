/** The loss: the weighted negative log-probability of the right answers. */
import { elementwise } from "#pipeline/graph/activation.ts";
import { sizes, type Graph, type Value } from "#pipeline/graph/graph.ts";
import { rawReshape } from "#pipeline/graph/layout.ts";

/**
 * Weighted sum of −log p(target), in nats; with weights that sum to 1 it is a mean.
 * @param logits [n, nClasses]
 * @param targets int64 [n]
 * @param weights [n]; 0 leaves a row out.
 */
export function crossEntropy(graph: Graph, logits: Value, targets: Value, weights: Value): Value {
  const [n] = sizes(logits);
  const column = rawReshape(graph, targets, [n!, 1]);
  const weight = rawReshape(graph, weights, [n!, 1]);
  const logs = graph.node("LogSoftmax", [logits], logits.shape, { axis: -1 });
  const picked = graph.node("GatherElements", [logs, column], [n!, 1], { axis: 1 });
  const weighted = graph.node("Mul", [picked, weight], [n!, 1]);
  const sum = graph.node("ReduceSum", [weighted], [], { keepdims: 0 });
  return graph.record([logits], graph.node("Neg", [sum], []), (gradient) => {
    const op = elementwise(graph, logits);
    const scaled = graph.node("Mul", [weight, gradient], [n!, 1]);
    const shares = op("Mul", op("Exp", logs), scaled);
    const taken = graph.node("Neg", [scaled], [n!, 1]);
    return [
      graph.node("ScatterElements", [shares, column, taken], logits.shape, { axis: 1, reduction: "add" }),
    ];
  });
}
