/** The mean of the patterns of many sequences, position by position. */

/** The pattern of one sequence. */
export interface SequencePattern {
  readonly nQueries: number;
  readonly nKeys: number;
  /** Row-major: row = query, column = key. */
  readonly weights: Float32Array;
  /** Numbers per row of `weights`, at least `nKeys`. */
  readonly stride: number;
  /** Positions that do not count. */
  readonly hidden?: { readonly query: ReadonlySet<number>; readonly key: ReadonlySet<number> };
}

export interface AveragePattern {
  /** Row-major [nRows, nColumns]; each row sums to 1, or is 0. */
  readonly weights: Float32Array;
  /** Sequences that have both positions and leave neither out, [nRows, nColumns]. */
  readonly counts: Uint32Array;
}

/**
 * Mean weight per (query position, key position) over the sequences that have both. Then each row is made to sum to 1
 * again, as in AttentionViz: far keys exist in fewer sequences, and those past the last position are cut.
 *
 * @param nRows Positions of queries, from the first.
 * @param nColumns Positions of keys.
 */
export function averagePattern(
  patterns: Iterable<SequencePattern>,
  nRows: number,
  nColumns: number,
): AveragePattern {
  const weights = new Float32Array(nRows * nColumns);
  const counts = new Uint32Array(nRows * nColumns);
  for (const { nQueries, nKeys, weights: own, stride, hidden } of patterns) {
    for (let query = 0; query < Math.min(nRows, nQueries); query++) {
      for (let key = 0; key < Math.min(nColumns, nKeys); key++) {
        if (hidden?.query.has(query) || hidden?.key.has(key)) continue;
        weights[query * nColumns + key]! += own[query * stride + key]!;
        counts[query * nColumns + key]! += 1;
      }
    }
  }
  for (let start = 0; start < weights.length; start += nColumns) {
    const row = weights.subarray(start, start + nColumns);
    for (let key = 0; key < nColumns; key++) row[key] = row[key]! / Math.max(1, counts[start + key]!);
    const sum = row.reduce((total, weight) => total + weight, 0);
    if (sum > 0) for (let key = 0; key < nColumns; key++) row[key] = row[key]! / sum;
  }
  return { weights, counts };
}

/** The strength at which a weight is shown, 0 … 1: the square root of its share of the strongest, because most weights of a row are small. */
export function boosted(weight: number, strongest: number): number {
  return strongest > 0 ? Math.sqrt(Math.min(1, weight / strongest)) : 0;
}
