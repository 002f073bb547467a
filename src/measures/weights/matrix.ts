/** Small matrices of a head, row-major: products with themselves and roots of those. */

export interface Matrix {
  readonly nRows: number;
  readonly nColumns: number;
  readonly data: ArrayLike<number>;
}

/** MᵀM: [columns, columns]. */
export function gramOfColumns(matrix: Matrix): Float64Array {
  const { nRows, nColumns } = matrix;
  const data = copiedTurned(matrix, new Float64Array(nRows * nColumns));
  return gramOfRows({ nRows: nColumns, nColumns: nRows, data });
}

/** MMᵀ: [rows, rows]. */
export function gramOfRows({ nRows: d, nColumns, data }: Matrix): Float64Array {
  const gram = new Float64Array(d * d);
  const rows = new Float64Array(data);
  // Two rows with two others at once: each number is read half as often. The last one of an odd number meets itself twice.
  for (let a = 0; a < d; a += 2) {
    const nextA = Math.min(a + 1, d - 1);
    for (let b = 0; b <= a; b += 2) {
      const nextB = Math.min(b + 1, d - 1);
      const dots = fourDots(rows, nColumns, a, nextA, b, nextB);
      gram[a * d + b] = gram[b * d + a] = dots.ab;
      gram[a * d + nextB] = gram[nextB * d + a] = dots.aNext;
      gram[nextA * d + b] = gram[b * d + nextA] = dots.nextB;
      gram[nextA * d + nextB] = gram[nextB * d + nextA] = dots.both;
    }
  }
  return gram;
}

interface FourDots {
  readonly ab: number;
  readonly aNext: number;
  readonly nextB: number;
  readonly both: number;
}

function fourDots(
  rows: Float64Array,
  n: number,
  a: number,
  nextA: number,
  b: number,
  nextB: number,
): FourDots {
  let ab = 0;
  let aNext = 0;
  let nextOfB = 0;
  let both = 0;
  for (let i = 0; i < n; i++) {
    const x = rows[a * n + i]!;
    const y = rows[nextA * n + i]!;
    const z = rows[b * n + i]!;
    const w = rows[nextB * n + i]!;
    ab += x * z;
    aNext += x * w;
    nextOfB += y * z;
    both += y * w;
  }
  return { ab, aNext, nextB: nextOfB, both };
}

/** Of the greatest entry: directions below it are rounding of float32. */
const NOISE = 1e-10;

/** G = L·Lᵀ. */
export interface Root {
  /** L, [d, d]; columns beyond the rank are zero. */
  readonly lower: Float64Array;
  /** The row with which each column begins: those of the columns before it are zero there. */
  readonly pivots: readonly number[];
  /** Number of directions that the matrix has. */
  readonly rank: number;
}

/** By Cholesky's factorization, the greatest entry that is left first. @param gram Symmetric without negative eigenvalues, [d, d]. */
export function rootOf(gram: Float64Array, d: number): Root {
  const lower = new Float64Array(d * d);
  const pivots: number[] = [];
  const left = Float64Array.from({ length: d }, (_, i) => gram[i * d + i]!);
  const least = NOISE * left.reduce((most, entry) => Math.max(most, entry), 0);
  for (let column = 0; column < d; column++) {
    let pivot = 0;
    for (let row = 1; row < d; row++) if (left[row]! > left[pivot]!) pivot = row;
    if (!(left[pivot]! > least)) break;
    const size = Math.sqrt(left[pivot]!);
    for (let row = 0; row < d; row++) {
      if (left[row] === -Infinity) continue;
      let rest = gram[row * d + pivot]!;
      for (let k = 0; k < column; k++) rest -= lower[row * d + k]! * lower[pivot * d + k]!;
      lower[row * d + column] = rest / size;
      left[row]! -= (rest / size) ** 2;
    }
    lower[pivot * d + column] = size;
    left[pivot] = -Infinity;
    pivots.push(pivot);
  }
  return { lower, pivots, rank: pivots.length };
}

/** Lᵀ·M, as float32: as long as M in the measure of G, ‖Lᵀ·M‖² = tr(Mᵀ·G·M). */
export function timesRoot({ lower, rank }: Root, { nRows: d, nColumns, data }: Matrix): Float32Array {
  const product = new Float64Array(d * nColumns);
  const rows = new Float64Array(data);
  for (let k = 0; k < rank; k++)
    for (let row = 0; row < d; row++) addRow(product, k, rows, row, nColumns, lower[row * d + k]!);
  return new Float32Array(product);
}

/** L⁻¹·M, as float32: an orthonormal basis of the rows of M if G is M·Mᵀ. Rows beyond the rank are zero. */
export function basisOf({ lower, pivots }: Root, { nRows: d, nColumns, data }: Matrix): Float32Array {
  const basis = new Float64Array(d * nColumns);
  pivots.forEach((pivot, k) => {
    const size = lower[pivot * d + k]!;
    for (let i = 0; i < nColumns; i++) basis[k * nColumns + i] = data[pivot * nColumns + i]! / size;
    for (let before = 0; before < k; before++)
      addRow(basis, k, basis, before, nColumns, -lower[pivot * d + before]! / size);
  });
  return new Float32Array(basis);
}

/** Adds a row of one matrix, multiplied, to a row of another. */
function addRow(
  to: Float64Array,
  toRow: number,
  from: Float64Array,
  fromRow: number,
  nColumns: number,
  factor: number,
): void {
  if (factor === 0) return;
  let source = fromRow * nColumns;
  for (let at = toRow * nColumns; at < (toRow + 1) * nColumns; at++) to[at]! += factor * from[source++]!;
}

/** [rows, columns] → [columns, rows] */
export function turned(matrix: Matrix): Matrix & { readonly data: Float32Array } {
  const { nRows, nColumns } = matrix;
  const data = copiedTurned(matrix, new Float32Array(nRows * nColumns));
  return { nRows: nColumns, nColumns: nRows, data };
}

function copiedTurned<Numbers extends Float32Array | Float64Array>(
  { nRows, nColumns, data }: Matrix,
  own: Numbers,
): Numbers {
  for (let row = 0; row < nRows; row++)
    for (let column = 0; column < nColumns; column++)
      own[column * nRows + row] = data[row * nColumns + column]!;
  return own;
}

/** Sum of the squares of a vector. */
export function squareOf(data: Float32Array): number {
  let sum = 0;
  for (const x of data) sum += x * x;
  return sum;
}
