/** Eigenvalues of a real matrix that need not be symmetric: reduction to Hessenberg form, then shifted QR steps. */

export interface Eigenvalue {
  readonly real: number;
  readonly imaginary: number;
}

const MAX_STEPS = 100;
const EPSILON = 2 ** -52;

/** @param matrix Row-major [d, d]; O(d³). @returns In no order; undefined if the steps do not converge. */
export function generalEigenvalues(matrix: Float64Array, d: number): readonly Eigenvalue[] | undefined {
  const h = hessenberg(matrix.slice(), d);
  const values: Eigenvalue[] = [];
  let size = 0;
  for (const x of h) size += Math.abs(x);
  let last = d - 1;
  let shift = 0;
  let steps = 0;
  while (last >= 0) {
    const first = firstOf(h, d, last, size);
    const at = (i: number, j: number): number => h[i * d + j]!;
    if (first === last) {
      values.push({ real: at(last, last) + shift, imaginary: 0 });
      last -= 1;
      steps = 0;
    } else if (first === last - 1) {
      values.push(
        ...pair(at(last - 1, last - 1), at(last - 1, last), at(last, last - 1), at(last, last), shift),
      );
      last -= 2;
      steps = 0;
    } else {
      if (steps === MAX_STEPS) return undefined;
      if (steps > 0 && steps % 10 === 0) {
        // A shift out of the usual breaks a cycle.
        const own = at(last, last);
        shift += own;
        for (let i = 0; i <= last; i++) h[i * d + i]! -= own;
        const s = Math.abs(at(last, last - 1)) + Math.abs(at(last - 1, last - 2));
        doubleStep(h, d, first, last, { sum: 1.5 * s, product: s * s });
      } else {
        const [a, b, c, e] = [at(last - 1, last - 1), at(last - 1, last), at(last, last - 1), at(last, last)];
        doubleStep(h, d, first, last, { sum: a + e, product: a * e - b * c });
      }
      steps += 1;
    }
  }
  return values;
}

/** Where the block that ends in `last` begins: above it, the entry below the diagonal is nothing but rounding. */
function firstOf(h: Float64Array, d: number, last: number, size: number): number {
  for (let l = last; l > 0; l--) {
    const beside = Math.abs(h[(l - 1) * d + l - 1]!) + Math.abs(h[l * d + l]!) || size;
    if (Math.abs(h[l * d + l - 1]!) <= EPSILON * beside) return l;
  }
  return 0;
}

/** Eigenvalues of [[a, b], [c, e]]. */
function pair(a: number, b: number, c: number, e: number, shift: number): Eigenvalue[] {
  const half = (a - e) / 2;
  const under = half * half + b * c;
  const middle = (a + e) / 2 + shift;
  const root = Math.sqrt(Math.abs(under));
  return under >= 0
    ? [
        { real: middle + root, imaginary: 0 },
        { real: middle - root, imaginary: 0 },
      ]
    : [
        { real: middle, imaginary: root },
        { real: middle, imaginary: -root },
      ];
}

/** Householder reflections from both sides. @param a Overwritten. */
function hessenberg(a: Float64Array, d: number): Float64Array {
  const v = new Float64Array(d);
  for (let k = 0; k + 2 < d; k++) {
    let square = 0;
    for (let i = k + 1; i < d; i++) square += a[i * d + k]! ** 2;
    const lead = a[(k + 1) * d + k]!;
    if (square === lead * lead) continue;
    const norm = Math.sqrt(square) * (lead > 0 ? -1 : 1);
    for (let i = k + 1; i < d; i++) v[i] = a[i * d + k]!;
    v[k + 1]! -= norm;
    reflect(a, d, v, [k + 1, d], { rows: [k, d], columns: [0, d] });
  }
  return a;
}

type Span = readonly [from: number, to: number];

/** A ← P·A on these columns, A ← A·P on these rows, with P = 1 − 2vvᵀ/vᵀv on the span of v. */
function reflect(
  a: Float64Array,
  d: number,
  v: Float64Array,
  [from, to]: Span,
  { rows, columns }: { readonly rows: Span; readonly columns: Span },
): void {
  let square = 0;
  for (let i = from; i < to; i++) square += v[i]! ** 2;
  if (square === 0) return;
  for (let j = rows[0]; j < rows[1]; j++) {
    let dot = 0;
    for (let i = from; i < to; i++) dot += v[i]! * a[i * d + j]!;
    const factor = (2 * dot) / square;
    for (let i = from; i < to; i++) a[i * d + j]! -= factor * v[i]!;
  }
  for (let i = columns[0]; i < columns[1]; i++) {
    let dot = 0;
    for (let j = from; j < to; j++) dot += a[i * d + j]! * v[j]!;
    const factor = (2 * dot) / square;
    for (let j = from; j < to; j++) a[i * d + j]! -= factor * v[j]!;
  }
}

/** One implicit double-shift QR step on rows and columns from `first` to `last` (Francis). */
function doubleStep(
  h: Float64Array,
  d: number,
  first: number,
  last: number,
  { sum, product }: { readonly sum: number; readonly product: number },
): void {
  const at = (i: number, j: number): number => h[i * d + j]!;
  let x =
    at(first, first) ** 2 + at(first, first + 1) * at(first + 1, first) - sum * at(first, first) + product;
  let y = at(first + 1, first) * (at(first, first) + at(first + 1, first + 1) - sum);
  let z = at(first + 2, first + 1) * at(first + 1, first);
  const v = new Float64Array(d);
  for (let k = first; k < last; k++) {
    const n = k + 2 <= last ? 3 : 2;
    const norm = Math.sqrt(x * x + y * y + (n === 3 ? z * z : 0)) * (x > 0 ? -1 : 1);
    if (norm !== 0) {
      v[k] = x - norm;
      v[k + 1] = y;
      if (n === 3) v[k + 2] = z;
      const begin = Math.max(first, k - 1);
      reflect(h, d, v, [k, k + n], { rows: [begin, d], columns: [0, Math.min(last, k + 3) + 1] });
    }
    x = at(k + 1, k);
    y = k + 2 <= last ? at(k + 2, k) : 0;
    z = k + 3 <= last ? at(k + 3, k) : 0;
  }
}
