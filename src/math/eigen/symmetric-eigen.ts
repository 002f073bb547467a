/** Eigenvectors of a small symmetric matrix by cyclic Jacobi rotations: + − × ÷ √ only, so the same on every machine. */

export interface Eigen {
  /** Descending. */
  readonly values: Float64Array;
  /** [d, d]; row i is the unit eigenvector of value i. */
  readonly vectors: Float64Array;
}

const MAX_SWEEPS = 60;

/** @param matrix Symmetric, row-major [d, d]; O(d³) per sweep, a handful of sweeps. */
export function symmetricEigen(matrix: Float64Array, d: number): Eigen {
  const a = matrix.slice();
  const v = new Float64Array(d * d);
  for (let i = 0; i < d; i++) v[i * d + i] = 1;
  const total = a.reduce((sum, x) => sum + x * x, 0);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) off += a[p * d + q]! ** 2;
    if (off <= total * 1e-24) break;
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate(a, v, d, p, q);
  }
  const order = Array.from({ length: d }, (_, i) => i).sort((i, j) => a[j * d + j]! - a[i * d + i]!);
  const vectors = new Float64Array(d * d);
  order.forEach((column, row) => {
    for (let i = 0; i < d; i++) vectors[row * d + i] = v[i * d + column]!;
  });
  return { values: Float64Array.from(order, (i) => a[i * d + i]!), vectors };
}

function rotate(a: Float64Array, v: Float64Array, d: number, p: number, q: number): void {
  const apq = a[p * d + q]!;
  if (apq === 0) return;
  const theta = (a[q * d + q]! - a[p * d + p]!) / (2 * apq);
  const root = Math.sqrt(theta * theta + 1);
  // The smaller of the two rotations that make apq zero.
  const t = 1 / (theta >= 0 ? theta + root : theta - root);
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let i = 0; i < d; i++) {
    turn(a, i * d + p, i * d + q, c, s);
    turn(v, i * d + p, i * d + q, c, s);
  }
  for (let i = 0; i < d; i++) turn(a, p * d + i, q * d + i, c, s);
}

/** Two entries, by the angle of this cosine and sine. */
function turn(entries: Float64Array, first: number, second: number, c: number, s: number): void {
  const x = entries[first]!;
  const y = entries[second]!;
  entries[first] = c * x - s * y;
  entries[second] = s * x + c * y;
}
