/** Attention with linear biases (Press et al. 2021): the nearer a key, the more is added to its score. */
import type { Graph, Value } from "../../graph/graph.ts";
import { countTokens } from "./masks.ts";

/**
 * Slopes along the distance. The original adds slopes along the place of the key, which is the same but for a number per
 * query: sums with those grow so large in long texts that little is left of the scores' last digits.
 *
 * @param mask int64 [batch, length], 1 for tokens and 0 for padding.
 * @returns [batch, nHeads, length, length], to be added to scores; 0 for a key that is the query's own token.
 */
export function alibi(graph: Graph, mask: Value, nHeads: number): Value {
  const [batch, length] = mask.shape;
  const places = graph.node("Cast", [countTokens(graph, mask)], mask.shape, { to: 1 });
  const keys = graph.node("Unsqueeze", [places, graph.longs([1, 2])], [batch!, 1, 1, length!]);
  const queries = graph.node("Unsqueeze", [places, graph.longs([1, 3])], [batch!, 1, length!, 1]);
  const ahead = graph.node("Sub", [keys, queries], [batch!, 1, length!, length!]);
  const slopes = graph.floats(slopesOf(nHeads), [nHeads, 1, 1]);
  return graph.node("Mul", [ahead, slopes], [batch!, nHeads, length!, length!]);
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
