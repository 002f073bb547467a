/** Exact least squares from normal equations. Columns that others before them already tell are left out. */

export interface Solution {
  /** Null for a column that is left out. */
  readonly coefficients: Float64Array;
  /** Whether a column is kept. */
  readonly isKept: Uint8Array;
  /** What each column adds to the sum of squares that the columns before it explain. */
  readonly added: Float64Array;
  /** Column `f` of the inverse of the kept equations; zeros for what is left out. */
  readonly inverse: (f: number) => Float64Array;
}

/** A column keeps at least this share of itself when the columns before it have taken theirs. */
const LEAST_OWN = 1e-8;

/**
 * Solves G x = b by the Cholesky factorization of G in the order of its columns, O(n³).
 *
 * @param gram Symmetric and positive semidefinite, row-major [n, n]; its lower half is read.
 */
export function leastSquares(gram: Float64Array, b: Float64Array): Solution {
  const n = b.length;
  const l = new Float64Array(n * n);
  const isKept = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const at = i * n;
    for (let j = 0; j < i; j++) {
      if (isKept[j] === 0) continue;
      let sum = gram[at + j]!;
      for (let m = 0, to = j * n; m < j; m++) sum -= l[at + m]! * l[to + m]!;
      l[at + j] = sum / l[j * n + j]!;
    }
    let own = gram[at + i]!;
    for (let m = 0; m < i; m++) own -= l[at + m]! ** 2;
    if (own > LEAST_OWN * gram[at + i]!) {
      isKept[i] = 1;
      l[at + i] = Math.sqrt(own);
    } else l.fill(0, at, at + i + 1);
  }
  const forward = (rhs: Float64Array): Float64Array => {
    const z = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      if (isKept[i] === 0) continue;
      let sum = rhs[i]!;
      for (let m = 0; m < i; m++) sum -= l[i * n + m]! * z[m]!;
      z[i] = sum / l[i * n + i]!;
    }
    return z;
  };
  const backward = (z: Float64Array): Float64Array => {
    const x = z.slice();
    for (let i = n - 1; i >= 0; i--) {
      if (isKept[i] === 0) continue;
      x[i]! /= l[i * n + i]!;
      for (let m = 0; m < i; m++) x[m]! -= l[i * n + m]! * x[i]!;
    }
    return x.map((value, i) => (isKept[i] === 1 ? value : 0));
  };
  const z = forward(b);
  return {
    coefficients: backward(z),
    isKept,
    added: z.map((value) => value * value),
    inverse: (f) => {
      const unit = new Float64Array(n);
      unit[f] = isKept[f]!;
      return backward(forward(unit));
    },
  };
}
