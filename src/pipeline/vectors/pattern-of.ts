/** The pattern that queries and keys make: softmax of scale · q·k, in float64. */

export interface PatternOptions {
  readonly length: number;
  readonly dHead: number;
  readonly scale: number;
  /** Whether a query sees only the keys before it and its own. */
  readonly isCausal: boolean;
}

/** @param q [length, dHead] @param k [length, dHead] @returns [length, length]; every row sums to 1. */
export function patternOf(q: Float32Array, k: Float32Array, options: PatternOptions): Float32Array {
  const { length, dHead, scale, isCausal } = options;
  const pattern = new Float32Array(length * length);
  const row = new Float64Array(length);
  for (let query = 0; query < length; query++) {
    const nSeen = isCausal ? query + 1 : length;
    let most = -Infinity;
    for (let key = 0; key < nSeen; key++) {
      let sum = 0;
      for (let d = 0; d < dHead; d++) sum += q[query * dHead + d]! * k[key * dHead + d]!;
      row[key] = sum * scale;
      most = Math.max(most, row[key]!);
    }
    let total = 0;
    for (let key = 0; key < nSeen; key++) total += row[key] = Math.exp(row[key]! - most);
    for (let key = 0; key < nSeen; key++) pattern[query * length + key] = row[key]! / total;
  }
  return pattern;
}
