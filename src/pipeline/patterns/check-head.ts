/** What one field of a head's file in a HeadVis tree says of another. */
import type { Mistake } from "../errors.ts";
import type { TreeHead, TreeSequence } from "./tree.schema.ts";

/** Rows of weights that were computed in 16 bits may sum to a little more than 1. */
const MOST_SUM = 1.02;

/** @param where How the file is called in messages. @param nIntervals Undefined where the tree does not say. */
export function headMistakes(
  { sequences, qk_distance_histogram: distances }: TreeHead,
  where: string,
  nIntervals: number | undefined,
): Mistake[] {
  const mistakes = sequences.flatMap((sequence, i) =>
    sequenceMistakes(sequence, `${where}, sequences.${i}`, nIntervals),
  );
  if (distances && distances.bin_values.length !== distances.bin_edges.length - 1)
    mistakes.push({
      what: "edges and values do not fit",
      where: `${where}, qk_distance_histogram`,
      expected: "one more edge than values",
      received: `${distances.bin_edges.length} edges and ${distances.bin_values.length} values`,
    });
  return mistakes;
}

function sequenceMistakes(
  { tokens, seq_len, attention_indices, attention_values, interval }: TreeSequence,
  where: string,
  nIntervals: number | undefined,
): Mistake[] {
  const mistakes: Mistake[] = [];
  const tell = (what: string, key: string, expected: string, received: string): unknown =>
    mistakes.push({ what, where: `${where}.${key}`, expected, received });
  if (tokens.length !== seq_len)
    tell("another number of tokens", "tokens", `${seq_len}, as seq_len says`, `${tokens.length}`);
  if (attention_values.length !== attention_indices.length)
    tell(
      "another number of weights",
      "attention_values",
      `${attention_indices.length}, one for each of attention_indices`,
      `${attention_values.length}`,
    );
  if (nIntervals !== undefined && (interval < 1 || interval > nIntervals))
    tell("no such interval", "interval", `1 to ${nIntervals}, as n_intervals says`, `${interval}`);
  const beyond = attention_indices.find((index) => index >= seq_len ** 2);
  if (beyond !== undefined)
    tell(
      "an index beyond the sequence",
      "attention_indices",
      `query · ${seq_len} + key, less than ${seq_len ** 2}`,
      `${beyond}`,
    );
  const seen = new Set<number>();
  const twice = attention_indices.find((index) => seen.size === seen.add(index).size);
  if (twice !== undefined)
    tell("a pair has two weights", "attention_indices", "each index once", `${twice} twice`);
  // With wrong lengths, weights would be counted for other queries.
  if (mistakes.length > 0) return mistakes;
  const sums = new Map<number, number>();
  attention_indices.forEach((index, i) => {
    const query = Math.floor(index / seq_len);
    sums.set(query, (sums.get(query) ?? 0) + (attention_values[i] ?? 0));
  });
  const heavy = [...sums].find(([, sum]) => sum > MOST_SUM);
  if (heavy !== undefined)
    tell(
      "these are no weights",
      "attention_values",
      "weights of each query that sum to at most 1",
      `a sum of ${heavy[1].toPrecision(3)} for query ${heavy[0]}`,
    );
  return mistakes;
}
