/** Attention as the papers define it. Tests use it; the pipeline does not. */
import { expectLength } from "./shape-error.ts";

export interface PatternShape {
  readonly nTokens: number;
  readonly dHead: number;
  readonly isCausal: boolean;
}

/**
 * Attention pattern of one head: softmax(q · kᵀ / √dHead), row by row (Vaswani et al. 2017).
 *
 * @param q Queries, row-major [nTokens, dHead].
 * @param k Keys, row-major [nTokens, dHead].
 * @returns Weights, row-major [nTokens, nTokens]; row = query, column = key. Every row sums to 1; in a causal head,
 *   columns right of the diagonal are exactly 0.
 * @throws {ShapeError} if q or k does not hold nTokens × dHead numbers.
 */
export function attentionPattern(q: Float32Array, k: Float32Array, shape: PatternShape): Float32Array {
  const { nTokens, dHead, isCausal } = shape;
  expectLength("q", q.length, nTokens * dHead);
  expectLength("k", k.length, nTokens * dHead);
  const pattern = new Float32Array(nTokens * nTokens);
  const row = new Float64Array(nTokens);
  for (let i = 0; i < nTokens; i++) {
    const nKeys = isCausal ? i + 1 : nTokens;
    // Scores above about 709 overflow exp(); subtracting the highest score of the row does not change the softmax.
    let highest = -Infinity;
    for (let j = 0; j < nKeys; j++) {
      let score = 0;
      for (let axis = 0; axis < dHead; axis++) score += q[i * dHead + axis]! * k[j * dHead + axis]!;
      row[j] = score / Math.sqrt(dHead);
      highest = Math.max(highest, row[j]!);
    }
    let sum = 0;
    for (let j = 0; j < nKeys; j++) {
      row[j] = Math.exp(row[j]! - highest);
      sum += row[j]!;
    }
    for (let j = 0; j < nKeys; j++) pattern[i * nTokens + j] = row[j]! / sum;
  }
  return pattern;
}
