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

/** Of n numbers from `fromA` and from `fromB`. Four sums side by side need not wait for each other. */
function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, n: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let m = 0;
  for (; m + 3 < n; m += 4) {
    first += a[fromA + m]! * b[fromB + m]!;
    second += a[fromA + m + 1]! * b[fromB + m + 1]!;
    third += a[fromA + m + 2]! * b[fromB + m + 2]!;
    fourth += a[fromA + m + 3]! * b[fromB + m + 3]!;
  }
  for (; m < n; m++) first += a[fromA + m]! * b[fromB + m]!;
  return first + second + (third + fourth);
}

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
      l[at + j] = (gram[at + j]! - dot(l, at, l, j * n, j)) / l[j * n + j]!;
    }
    const own = gram[at + i]! - dot(l, at, l, at, i);
    if (own > LEAST_OWN * gram[at + i]!) {
      isKept[i] = 1;
      l[at + i] = Math.sqrt(own);
    } else l.fill(0, at, at + i + 1);
  }
  const forward = (rhs: Float64Array): Float64Array => {
    const z = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      if (isKept[i] === 0) continue;
      z[i] = (rhs[i]! - dot(l, i * n, z, 0, i)) / l[i * n + i]!;
    }
    return z;
  };
  const backward = (z: Float64Array): Float64Array => {
    const x = z.slice();
    for (let i = n - 1; i >= 0; i--) {
      if (isKept[i] === 0) continue;
      const own = x[i]! / l[i * n + i]!;
      x[i] = own;
      if (own !== 0) for (let m = 0; m < i; m++) x[m]! -= l[i * n + m]! * own;
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
