/** The values added to scores so that padding gets no attention. */
import type { Graph, Value } from "../graph/graph.ts";
import { HIDDEN } from "../models/gpt2-loss.ts";

/** @param mask int64 [batch, length], 1 for tokens and 0 for padding. @returns [batch, 1, 1, length] */
export function maskedScores(graph: Graph, mask: Value): Value {
  const [batch, length] = mask.shape;
  const seen = graph.node("Cast", [mask], mask.shape, { to: 1 });
  const hidden = graph.node("Sub", [graph.floats([1]), seen], mask.shape);
  const scores = graph.node("Mul", [hidden, graph.floats([HIDDEN])], mask.shape);
  return graph.node("Unsqueeze", [scores, graph.longs([1, 2])], [batch!, 1, 1, length!]);
}
