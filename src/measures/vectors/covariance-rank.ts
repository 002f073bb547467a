import { symmetricEigenvalues } from "#math/eigen/symmetric-eigenvalues.ts";
import type { MeasureRow } from "../measure-row.ts";
import type { Scores } from "../scores.ts";
import type { VectorMeasure } from "./vector-measure.ts";

const row = (id: string, title: string): MeasureRow => ({
  id,
  title,
  unit: "dimensions",
  range: [1, null],
  remarkable: "low",
  needs: ["QK"],
});

/** Of the greatest eigenvalue: what is below it is rounding. */
const NOISE = 1e-12;

/**
 * How many dimensions the queries, and the keys, of a head fill: the effective rank of their covariance,
 * exp(entropy of σ/Σσ) over its singular values σ (Roy & Vetterli 2007), and its stable rank Σσ²/σ₁². Null where all are alike.
 */
export const covarianceRank: VectorMeasure = {
  rows: [
    row("query.effective-rank", "Effective rank of queries"),
    row("key.effective-rank", "Effective rank of keys"),
    row("query.stable-rank", "Stable rank of queries"),
    row("key.stable-rank", "Stable rank of keys"),
  ],
  measure: ({ q, k, shape: { dHead } }): Scores => {
    const [query, key] = [ranksOf(q, dHead), ranksOf(k, dHead)];
    return {
      "query.effective-rank": query.effective,
      "key.effective-rank": key.effective,
      "query.stable-rank": query.stable,
      "key.stable-rank": key.stable,
    };
  },
};

interface Ranks {
  readonly effective: number | null;
  readonly stable: number | null;
}

function ranksOf(vectors: Float32Array, d: number): Ranks {
  const { matrix, square } = covariance(vectors, d);
  const values = symmetricEigenvalues(matrix, d);
  const first = values[0] ?? 0;
  // Vectors that are all alike differ by rounding only.
  if (!(first > NOISE * square)) return { effective: null, stable: null };
  const own = values.filter((value) => value > NOISE * first);
  const total = own.reduce((sum, value) => sum + value, 0);
  const entropy = own.reduce((sum, value) => sum - (value / total) * Math.log(value / total), 0);
  return {
    effective: Math.exp(entropy),
    stable: own.reduce((sum, value) => sum + (value / first) ** 2, 0),
  };
}

/** n times the covariance, [d, d], and the sum of the squares of all numbers. */
function covariance(
  vectors: Float32Array,
  d: number,
): { readonly matrix: Float64Array; readonly square: number } {
  const n = vectors.length / d;
  const mean = new Float64Array(d);
  let square = 0;
  for (let from = 0; from < vectors.length; from += d) {
    for (let axis = 0; axis < d; axis++) {
      const x = vectors[from + axis]!;
      mean[axis]! += x / n;
      square += x * x;
    }
  }
  const matrix = new Float64Array(d * d);
  const off = new Float64Array(d);
  for (let from = 0; from < vectors.length; from += d) {
    for (let axis = 0; axis < d; axis++) off[axis] = vectors[from + axis]! - mean[axis]!;
    for (let a = 0; a < d; a++) {
      const x = off[a]!;
      for (let b = 0; b <= a; b++) matrix[a * d + b]! += x * off[b]!;
    }
  }
  for (let a = 0; a < d; a++) for (let b = a + 1; b < d; b++) matrix[a * d + b] = matrix[b * d + a]!;
  return { matrix, square };
}
