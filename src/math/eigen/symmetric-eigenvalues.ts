/** Eigenvalues of a symmetric matrix alone, many times cheaper than with their vectors; + − × ÷ √ only, so the same on every machine. */

const MAX_STEPS = 60;
const EPSILON = 2 ** -52;
/** Beside the largest entry: far below rounding, and its square is still a number of full precision. */
const NEGLIGIBLE = 1e-40;

/** Householder's tridiagonal form, then implicit QL. @param matrix Symmetric, row-major [d, d]; O(d³). @returns Descending. */
export function symmetricEigenvalues(matrix: Float64Array, d: number): Float64Array {
  let largest = 0;
  for (const entry of matrix) largest = Math.max(largest, Math.abs(entry));
  // Squares of numbers outside of these bounds leave the range of float64.
  if (largest > 0 && (largest < 1e-90 || largest > 1e90))
    return symmetricEigenvalues(
      matrix.map((entry) => entry / largest),
      d,
    ).map((value) => value * largest);
  const { diagonal, beside } = tridiagonal(matrix.slice(), d, largest * NEGLIGIBLE);
  for (let l = 0; l < d; l++) {
    for (let step = 0; step < MAX_STEPS; step++) {
      const m = firstSplit(diagonal, beside, l);
      if (m === l) break;
      qlStep(diagonal, beside, l, m);
    }
  }
  return diagonal.sort().reverse();
}

/** The diagonal, and in `beside[i]` the entry between i and i + 1. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
}

/** @param a Overwritten. @param least Columns without a larger entry below the diagonal count as zero. */
function tridiagonal(a: Float64Array, d: number, least: number): Tridiagonal {
  const [v, p] = [new Float64Array(d), new Float64Array(d)];
  const beside = new Float64Array(d);
  for (let k = 0; k + 2 < d; k++) {
    let [square, size] = [0, 0];
    for (let i = k + 1; i < d; i++) {
      square += a[i * d + k]! ** 2;
      size = Math.max(size, Math.abs(a[i * d + k]!));
    }
    if (size <= least) continue;
    const first = a[(k + 1) * d + k]!;
    const alpha = first > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    beside[k] = alpha;
    // |v|²/2 of the reflection that takes the column below the diagonal to (alpha, 0, …).
    const half = square - alpha * first;
    for (let i = k + 1; i < d; i++) v[i] = a[i * d + k]!;
    v[k + 1]! -= alpha;
    let dot = 0;
    for (let i = k + 1; i < d; i++) {
      let sum = 0;
      for (let j = k + 1; j < d; j++) sum += a[i * d + j]! * v[j]!;
      p[i] = sum / half;
      dot += p[i]! * v[i]!;
    }
    const share = dot / (2 * half);
    for (let i = k + 1; i < d; i++) p[i]! -= share * v[i]!;
    for (let i = k + 1; i < d; i++)
      for (let j = k + 1; j < d; j++) a[i * d + j]! -= v[i]! * p[j]! + p[i]! * v[j]!;
  }
  if (d > 1) beside[d - 2] = a[(d - 1) * d + d - 2]!;
  return { diagonal: Float64Array.from({ length: d }, (_, i) => a[i * d + i]!), beside };
}

/** The first index from l on behind which the matrix falls apart. */
function firstSplit(diagonal: Float64Array, beside: Float64Array, l: number): number {
  let m = l;
  for (; m + 1 < diagonal.length; m++) {
    const size = Math.abs(diagonal[m]!) + Math.abs(diagonal[m + 1]!);
    if (Math.abs(beside[m]!) <= EPSILON * size) break;
  }
  return m;
}

/** One implicit QL step with Wilkinson's shift on rows l … m. */
function qlStep(diagonal: Float64Array, beside: Float64Array, l: number, m: number): void {
  let g = (diagonal[l + 1]! - diagonal[l]!) / (2 * beside[l]!);
  let r = Math.sqrt(g * g + 1);
  g = diagonal[m]! - diagonal[l]! + beside[l]! / (g + (g >= 0 ? r : -r));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const [f, b] = [s * beside[i]!, c * beside[i]!];
    r = Math.sqrt(f * f + g * g);
    beside[i + 1] = r;
    if (r === 0) {
      diagonal[i + 1]! -= p;
      beside[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = diagonal[i + 1]! - p;
    r = (diagonal[i]! - g) * s + 2 * c * b;
    p = s * r;
    diagonal[i + 1] = g + p;
    g = c * r - b;
  }
  diagonal[l]! -= p;
  beside[l] = g;
  beside[m] = 0;
}
