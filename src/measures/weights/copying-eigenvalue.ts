import { generalEigenvalues } from "./general-eigenvalues.ts";

/**
 * Σλ / Σ|λ| of W_V·W_O·W_U·W_E (Elhage 2021), by the matrix of d_head rows that has the same eigenvalues besides 0.
 *
 * @param small W_O·W_U·W_E·W_V, [d, d]. @returns Null if there are none but 0, or they were not found.
 */
export function copyingEigenvalue(small: Float64Array, d: number): number | null {
  const values = generalEigenvalues(small, d);
  if (values === undefined) return null;
  let [sum, size] = [0, 0];
  for (const { real, imaginary } of values) {
    sum += real;
    size += Math.hypot(real, imaginary);
  }
  return size > 0 ? sum / size : null;
}
