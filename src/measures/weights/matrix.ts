/** Small matrices of a head, row-major: products with themselves and powers of those. */
import { symmetricEigen } from "#math/eigen/symmetric-eigen.ts";

export interface Matrix {
  readonly nRows: number;
  readonly nColumns: number;
  readonly data: ArrayLike<number>;
}

/** MᵀM: [columns, columns]. */
export function gramOfColumns({ nRows, nColumns: d, data }: Matrix): Float64Array {
  const gram = new Float64Array(d * d);
  for (let row = 0; row < nRows; row++) {
    for (let a = 0; a < d; a++) {
      const x = data[row * d + a]!;
      if (x === 0) continue;
      for (let b = 0; b <= a; b++) gram[a * d + b]! += x * data[row * d + b]!;
    }
  }
  return mirrored(gram, d);
}

/** MMᵀ: [rows, rows]. */
export function gramOfRows({ nRows: d, nColumns, data }: Matrix): Float64Array {
  const gram = new Float64Array(d * d);
  for (let a = 0; a < d; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < nColumns; i++) sum += data[a * nColumns + i]! * data[b * nColumns + i]!;
      gram[a * d + b] = sum;
    }
  }
  return mirrored(gram, d);
}

function mirrored(gram: Float64Array, d: number): Float64Array {
  for (let a = 0; a < d; a++) for (let b = a + 1; b < d; b++) gram[a * d + b] = gram[b * d + a]!;
  return gram;
}

/** Of the greatest eigenvalue: directions below it are rounding of float32. */
const NOISE = 1e-10;

export interface Powers {
  /** The symmetric root of the matrix, [d, d]. */
  readonly root: Float64Array;
  /** Its inverse on the directions that the matrix has, [d, d]. */
  readonly inverseRoot: Float64Array;
  /** Number of these directions. */
  readonly rank: number;
}

/** @param gram Symmetric without negative eigenvalues, [d, d]. */
export function powersOf(gram: Float64Array, d: number): Powers {
  const { values, vectors } = symmetricEigen(gram, d);
  const root = new Float64Array(d * d);
  const inverseRoot = new Float64Array(d * d);
  let rank = 0;
  for (let i = 0; i < d; i++) {
    const value = values[i]!;
    if (!(value > NOISE * values[0]!)) break;
    rank++;
    const [up, down] = [Math.sqrt(value), 1 / Math.sqrt(value)];
    for (let a = 0; a < d; a++) {
      const x = vectors[i * d + a]!;
      for (let b = 0; b < d; b++) {
        const y = x * vectors[i * d + b]!;
        root[a * d + b]! += up * y;
        inverseRoot[a * d + b]! += down * y;
      }
    }
  }
  return { root, inverseRoot, rank };
}

/** left · M, as float32. @param left [rows, rows] */
export function fromLeft(left: Float64Array, { nRows, nColumns, data }: Matrix): Float32Array {
  const product = new Float64Array(nRows * nColumns);
  for (let a = 0; a < nRows; a++) {
    for (let b = 0; b < nRows; b++) {
      const x = left[a * nRows + b]!;
      if (x === 0) continue;
      for (let i = 0; i < nColumns; i++) product[a * nColumns + i]! += x * data[b * nColumns + i]!;
    }
  }
  return Float32Array.from(product);
}

/** [rows, columns] → [columns, rows] */
export function turned({ nRows, nColumns, data }: Matrix): Matrix & { readonly data: Float32Array } {
  const own = new Float32Array(nRows * nColumns);
  for (let row = 0; row < nRows; row++)
    for (let column = 0; column < nColumns; column++)
      own[column * nRows + row] = data[row * nColumns + column]!;
  return { nRows: nColumns, nColumns: nRows, data: own };
}

/** Sum of the squares of a vector. */
export function squareOf(data: Float32Array): number {
  let sum = 0;
  for (const x of data) sum += x * x;
  return sum;
}
