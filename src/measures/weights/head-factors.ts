/**
 * What a head's matrices become so that a link between two heads is the length of one product of small width. With
 * G = XᵀX and its root, ‖W_V·W_O·X‖_F is ‖G_V^½·W_O·X‖_F: no product of [width, width] is ever made.
 */
import { fromLeft, gramOfColumns, gramOfRows, powersOf, squareOf, turned, type Matrix } from "./matrix.ts";

/** What a link is divided by. */
export interface Extent {
  /** Frobenius norm. */
  readonly norm: number;
  /** Dimensions. */
  readonly rank: number;
}

/** Rows of numbers in the residual stream: a space, or a map out of or into it. */
export interface Factor extends Extent {
  /** [d, width] */
  readonly rows: Float32Array;
}

export interface Reads {
  /** The transposed matrix, [d, width]. */
  readonly map: Factor;
  /** An orthonormal basis of what it reads, [d, width]; rows beyond its rank are zero. */
  readonly space: Factor;
}

/** @param matrix W_Q or W_K, [width, d]. */
export function readsOf(matrix: Matrix): Reads {
  const { inverseRoot, rank } = powersOf(gramOfColumns(matrix), matrix.nColumns);
  const rows = turned(matrix);
  return {
    map: { rows: rows.data, norm: Math.sqrt(squareOf(rows.data)), rank },
    space: { rows: fromLeft(inverseRoot, rows), norm: Math.sqrt(rank), rank },
  };
}

export interface Writes {
  /** G_V^½·W_O, [d, width], whose products with what others read are as long as those of OV. */
  readonly map: Factor;
  /** An orthonormal basis of what it writes into, [d, width]. */
  readonly space: Factor;
  /** (W_V·G_O^½)ᵀ, [d, width]: products of other heads' `map` with it are as long as those with OV. */
  readonly through: Factor;
  /** An orthonormal basis of what its values are read from, [d, width]. */
  readonly valueSpace: Factor;
}

/** @param value W_V, [width, d]. @param output W_O, [d, width of the stream it writes into]. */
export function writesOf(value: Matrix, output: Matrix): Writes {
  const d = value.nColumns;
  const ofValue = powersOf(gramOfColumns(value), d);
  const ofOutput = powersOf(gramOfRows(output), d);
  const turnedValue = turned(value);
  const made = fromLeft(ofValue.root, output);
  const through = fromLeft(ofOutput.root, turnedValue);
  const [norm, normThrough] = [Math.sqrt(squareOf(made)), Math.sqrt(squareOf(through))];
  return {
    map: { rows: made, norm, rank: ofOutput.rank },
    space: {
      rows: fromLeft(ofOutput.inverseRoot, output),
      norm: Math.sqrt(ofOutput.rank),
      rank: ofOutput.rank,
    },
    through: { rows: through, norm: normThrough, rank: ofValue.rank },
    valueSpace: {
      rows: fromLeft(ofValue.inverseRoot, turnedValue),
      norm: Math.sqrt(ofValue.rank),
      rank: ofValue.rank,
    },
  };
}

/** How far the later factor reads what the earlier one writes: ‖A·Bᵀ‖ / (‖A‖·‖B‖). @param square ‖A·Bᵀ‖². */
export function composition(square: number, a: Extent, b: Extent): number {
  const norms = a.norm * b.norm;
  return norms > 0 ? Math.sqrt(square) / norms : 0;
}

/** The projection kernel of two spaces, divided by the smaller dimension. @param square ‖A·Bᵀ‖² of their bases. */
export function sharedSpace(square: number, a: Extent, b: Extent): number {
  const least = Math.min(a.rank, b.rank);
  return least > 0 ? square / least : 0;
}
