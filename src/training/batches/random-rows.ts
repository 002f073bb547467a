/** Rows of random token ids: the only way to predict them is to look back. */
import { shuffledIndices, type Random } from "#math/random.ts";

/** Token ids, and the weight of each as a target; a token that only chance decides has weight 0. */
export interface RandomRow {
  readonly ids: readonly number[];
  readonly weights: readonly number[];
}

/** @param ids Ordinary tokens to draw from. @param n Number of tokens. */
export type MakeRandomRow = (random: Random, ids: readonly number[], n: number) => RandomRow;

/** A random stretch of tokens, repeated until the row is full: predicting it takes an induction head. */
export const repeatedRow: MakeRandomRow = (random, ids, n) => {
  const period = Math.floor(n / 5 + random() * (n / 2 - n / 5));
  const stretch = Array.from({ length: period }, () => ids[Math.floor(random() * ids.length)]!);
  const row = Array.from({ length: n }, (_, i) => stretch[i % period]!);
  return { ids: row, weights: row.map((_, i) => (i < period ? 0 : 1)) };
};

/**
 * A walk over a few tokens. Each token has one usual follower, which comes next nine times out of ten. All tokens recur soon,
 * so only a head that looks at the previous token alone can predict the next one.
 */
export const walkRow: MakeRandomRow = (random, ids, n) => {
  const size = 8 + Math.floor(random() * 9);
  const tokens = Array.from({ length: size }, () => ids[Math.floor(random() * ids.length)]!);
  const cycle = shuffledIndices(size, random);
  const follower = new Map(Array.from(cycle, (token, i) => [token, cycle[(i + 1) % size]!]));
  const seen = new Set<number>();
  const row: number[] = [];
  const weights: number[] = [];
  let at = cycle[0]!;
  let isKnown = false;
  for (let i = 0; i < n; i++) {
    row.push(tokens[at]!);
    weights.push(isKnown ? 1 : 0);
    isKnown = seen.has(at);
    seen.add(at);
    at = random() < 0.9 ? follower.get(at)! : Math.floor(random() * size);
  }
  return { ids: row, weights };
};
