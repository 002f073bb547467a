/**
 * The six numbers of a head that HeadVis and Neuronpedia publish, as their pipelines compute them, so that numbers can be
 * compared. They are not our metrics of the same names: rows with one visible key count, the entropy is in nats and not
 * divided by its largest value, weights below 0.01 do not count as induction, and a key may be the query itself.
 */

/** Weights below it are no induction. */
const LEAST_INDUCTION = 0.01;
/** Shorter sequences do not count. */
const LEAST_LENGTH = 2;

/** In the order in which they are published. Null where no row counts. */
export const HEADVIS_METRICS = {
  self_attention_score: "Mean weight of every query on its own token; the first token counts.",
  prev_token_score: "Mean weight of every query but the first on the token before it.",
  pattern_entropy: "Mean entropy of a query's weights, in nats.",
  qk_distance: "Mean distance |query − key| in tokens, weighted by attention.",
  qk_distance_variance: "Variance of that distance over all queries and keys.",
  induction_score:
    "Sum of the weights of 0.01 or more on tokens after earlier copies of the query's token, averaged over queries that have such a copy.",
} as const;

export type HeadVisMetrics = Readonly<Record<keyof typeof HEADVIS_METRICS, number | null>>;

const NONE: HeadVisMetrics = {
  self_attention_score: null,
  prev_token_score: null,
  pattern_entropy: null,
  qk_distance: null,
  qk_distance_variance: null,
  induction_score: null,
};

export interface HeadVisPatterns {
  /** First token of each sequence, and the number of tokens as last entry. */
  readonly starts: Uint32Array;
  /** [length, length] of every sequence, one after the other: row = query. */
  readonly weights: Float32Array;
  /** A number per distinct token; null for pictures, which have no copies. */
  readonly ids: ArrayLike<number> | null;
  /** Between two sequences nothing is the query's own token or before it: all numbers are null. */
  readonly keyStarts?: Uint32Array;
}

export function headVisMetrics({ starts, weights, ids, keyStarts }: HeadVisPatterns): HeadVisMetrics {
  if (keyStarts !== undefined) return NONE;
  let [self, previous, entropy, distance, square, induction] = [0, 0, 0, 0, 0, 0];
  let [nRows, nFollowing, nRepeats, at] = [0, 0, 0, 0];
  for (let s = 0; s + 1 < starts.length; s++) {
    const length = starts[s + 1]! - starts[s]!;
    const pattern = weights.subarray(at, at + length * length);
    at += length * length;
    if (length < LEAST_LENGTH) continue;
    nRows += length;
    nFollowing += length - 1;
    for (let query = 0; query < length; query++) {
      self += pattern[query * length + query]!;
      if (query > 0) previous += pattern[query * length + query - 1]!;
      for (let key = 0; key < length; key++) {
        const weight = pattern[query * length + key]!;
        if (weight <= 0) continue;
        const far = Math.abs(query - key);
        entropy -= weight * Math.log(weight);
        distance += weight * far;
        square += weight * far * far;
      }
    }
    if (ids === null) continue;
    const found = inductionOf(
      pattern,
      Array.from({ length }, (_, i) => ids[starts[s]! + i]!),
    );
    induction += found.sum;
    nRepeats += found.nRepeats;
  }
  const mean = (sum: number, n: number): number | null => (n === 0 ? null : sum / n);
  const qkDistance = mean(distance, nRows);
  return {
    self_attention_score: mean(self, nRows),
    prev_token_score: mean(previous, nFollowing),
    pattern_entropy: mean(entropy, nRows),
    qk_distance: qkDistance,
    qk_distance_variance: qkDistance === null ? null : square / nRows - qkDistance ** 2,
    induction_score: mean(induction, nRepeats),
  };
}

function inductionOf(pattern: Float32Array, ids: readonly number[]): { sum: number; nRepeats: number } {
  const places = new Map<number, number[]>();
  let [sum, nRepeats] = [0, 0];
  ids.forEach((id, query) => {
    const earlier = places.get(id);
    if (earlier === undefined) {
      places.set(id, [query]);
      return;
    }
    nRepeats++;
    for (const copy of earlier) {
      const weight = pattern[query * ids.length + copy + 1]!;
      if (weight >= LEAST_INDUCTION) sum += weight;
    }
    earlier.push(query);
  });
  return { sum, nRepeats };
}
