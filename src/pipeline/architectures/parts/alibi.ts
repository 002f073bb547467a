/** Attention with linear biases (Press et al. 2021): the nearer a key, the more is added to its score. */
import type { Graph, Value } from "../../graph/graph.ts";
import { countTokens } from "./masks.ts";

/**
 * Grows with the place of the key; up to a number per query, that falls with its distance.
 *
 * @param mask int64 [batch, length], 1 for tokens and 0 for padding.
 * @returns [batch, nHeads, 1, length], to be added to scores.
 */
export function alibi(graph: Graph, mask: Value, nHeads: number): Value {
  const [batch, length] = mask.shape;
  const counted = graph.node("Sub", [countTokens(graph, mask), mask], mask.shape);
  const places = graph.node("Cast", [counted], mask.shape, { to: 1 });
  const row = graph.node("Unsqueeze", [places, graph.longs([1, 2])], [batch!, 1, 1, length!]);
  const slopes = graph.floats(slopesOf(nHeads), [nHeads, 1, 1]);
  return graph.node("Mul", [row, slopes], [batch!, nHeads, 1, length!]);
}

/**
 * A geometric series; for a number of heads that is no power of two, the rest is taken from between its numbers. Rounded
 * to float32 where PyTorch rounds.
 */
function slopesOf(nHeads: number): number[] {
  const whole = 2 ** Math.floor(Math.log2(nHeads));
  const slope = (n: number, power: number): number => Math.fround(Math.fround(2 ** (-8 / n)) ** power);
  return Array.from({ length: nHeads }, (_, head) =>
    head < whole ? slope(whole, head + 1) : slope(2 * whole, 2 * (head - whole) + 1),
  );
}
