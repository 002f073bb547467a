/**
 * What a head's matrices become so that a link between two heads is the length of one product of small width. With
 * G = XᵀX = L·Lᵀ, ‖W_V·W_O·X‖_F is ‖L_Vᵀ·W_O·X‖_F: no product of [width, width] is ever made.
 */
import {
  basisOf,
  gramOfColumns,
  gramOfRows,
  rootOf,
  squareOf,
  timesRoot,
  turned,
  type Matrix,
  type Root,
} from "./matrix.ts";

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
  const root = rootOf(gramOfColumns(matrix), matrix.nColumns);
  const rows = turned(matrix);
  return {
    map: { rows: rows.data, norm: Math.sqrt(squareOf(rows.data)), rank: root.rank },
    space: spaceOf(root, rows),
  };
}

export interface Writes {
  /** L_Vᵀ·W_O, [d, width], whose products with what others read are as long as those of OV. */
  readonly map: Factor;
  /** An orthonormal basis of what it writes into, [d, width]. */
  readonly space: Factor;
  /** (W_V·L_O)ᵀ, [d, width]: products of other heads' `map` with it are as long as those with OV. */
  readonly through: Factor;
  /** An orthonormal basis of what its values are read from, [d, width]. */
  readonly valueSpace: Factor;
}

/** @param value W_V, [width, d]. @param output W_O, [d, width of the stream it writes into]. */
export function writesOf(value: Matrix, output: Matrix): Writes {
  const d = value.nColumns;
  const ofValue = rootOf(gramOfColumns(value), d);
  const ofOutput = rootOf(gramOfRows(output), d);
  const turnedValue = turned(value);
  const made = timesRoot(ofValue, output);
  const through = timesRoot(ofOutput, turnedValue);
  return {
    map: { rows: made, norm: Math.sqrt(squareOf(made)), rank: ofOutput.rank },
    space: spaceOf(ofOutput, output),
    through: { rows: through, norm: Math.sqrt(squareOf(through)), rank: ofValue.rank },
    valueSpace: spaceOf(ofValue, turnedValue),
  };
}

function spaceOf(root: Root, rows: Matrix): Factor {
  return { rows: basisOf(root, rows), norm: Math.sqrt(root.rank), rank: root.rank };
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
