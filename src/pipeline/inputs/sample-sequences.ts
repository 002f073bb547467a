/** Keeps a dataset within its limits: samples sequences with a seed, and reports what was left out. */
import { seededRandom, shuffledIndices } from "#math/random.ts";

export interface SequenceLimit {
  readonly sequences: number;
  /** Points of a head: a query and a key per token. */
  readonly points: number;
}

/**
 * Draws sequences until a limit is reached; those drawn keep their order.
 *
 * A sequence that would pass the limit of points is passed over, so that the number of points comes close to it.
 *
 * @param lengths Number of tokens of each sequence.
 * @returns Indices of the sequences to keep, ascending; all of them if they fit.
 */
export function sampleSequences(lengths: readonly number[], limit: SequenceLimit, seed: number): number[] {
  const maxTokens = Math.floor(limit.points / 2);
  const kept: number[] = [];
  let nTokens = 0;
  for (const index of shuffledIndices(lengths.length, seededRandom(seed))) {
    const length = lengths[index]!;
    if (kept.length >= limit.sequences) break;
    if (nTokens + length > maxTokens) continue;
    kept.push(index);
    nTokens += length;
  }
  return kept.sort((a, b) => a - b);
}
