/** Principal components by the d × d covariance: exact, and cheap because d_head is small. */
import { symmetricEigen } from "./eigen/symmetric-eigen.ts";
import { expectLength } from "./shape-error.ts";

export interface Pca {
  /** [n, nComponents]: centered points on the first components. */
  readonly scores: Float32Array;
  readonly nComponents: number;
  /** Share of the variance that each component explains, 0 … 1. */
  readonly explained: readonly number[];
}

/**
 * @param points Row-major [n, d].
 * @param nComponents At most d. Each component's sign is such that its largest loading is positive.
 */
export function pca(points: Float32Array, n: number, d: number, nComponents: number): Pca {
  expectLength("points", points.length, n * d);
  const mean = new Float64Array(d);
  for (let i = 0; i < points.length; i++) mean[i % d]! += points[i]! / n;
  const covariance = new Float64Array(d * d);
  const row = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < d; a++) row[a] = points[i * d + a]! - mean[a]!;
    for (let a = 0; a < d; a++) {
      const xa = row[a]!;
      for (let b = a; b < d; b++) covariance[a * d + b]! += xa * row[b]!;
    }
  }
  for (let a = 0; a < d; a++) for (let b = 0; b < a; b++) covariance[a * d + b] = covariance[b * d + a]!;
  const { values, vectors } = symmetricEigen(covariance, d);
  // Below 0 by rounding only.
  const variances = values.map((value) => Math.max(0, value));
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  const scores = new Float32Array(n * nComponents);
  for (let component = 0; component < nComponents; component++) {
    const axis = vectors.subarray(component * d, (component + 1) * d);
    const sign = Math.sign(largest(axis));
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let a = 0; a < d; a++) sum += (points[i * d + a]! - mean[a]!) * axis[a]!;
      scores[i * nComponents + component] = sign * sum;
    }
  }
  const explained = Array.from(variances.subarray(0, nComponents), (variance) =>
    total > 0 ? variance / total : 0,
  );
  return { scores, nComponents, explained };
}

function largest(axis: Float64Array): number {
  return axis.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
}
