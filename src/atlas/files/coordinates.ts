/** `heads/L3H5/umap2.json`: the coordinates of one head's points in one projection. */
import type { Dim } from "../method.ts";
import { FormatError, readUint16, writeUint16, type Column } from "./columns.ts";
import { described, openFile, readCount, readNumber } from "./fields.ts";

/**
 * Points in order: the queries of all tokens, then the keys of all tokens.
 * All axes have the same scale, so that distances on the map are undistorted.
 */
export interface CoordinatesFile {
  readonly v: 1;
  /** Number of points: 2 × nTokens. */
  readonly n: number;
  /** Center of the bounding box, one number per axis, in the projection's own units. */
  readonly center: readonly number[];
  /** Half the longest side of the bounding box; 0 … 65,535 stands for center ± halfSpan. */
  readonly halfSpan: number;
  readonly x: Column;
  readonly y: Column;
  readonly z?: Column;
}

const STEPS = 65535;

/**
 * Quantizes coordinates to 16 bits with equal axes.
 *
 * @param coordinates Row-major [n, dim], finite.
 */
export function encodeCoordinates(coordinates: Float32Array, dim: Dim): CoordinatesFile {
  const n = coordinates.length / dim;
  const { center, halfSpan } = boundingCube(coordinates, dim);
  const axes = Array.from({ length: dim }, (_, axis) => {
    const values = new Uint16Array(n);
    const low = center[axis]! - halfSpan;
    for (let i = 0; i < n; i++) {
      values[i] = Math.round(((coordinates[i * dim + axis]! - low) / (2 * halfSpan)) * STEPS);
    }
    return writeUint16(values);
  });
  const [x = "", y = "", z] = axes;
  const file = { v: 1, n, center, halfSpan, x, y } as const;
  return z === undefined ? file : { ...file, z };
}

/** Coordinates as the map draws them: each axis a Float32Array of n numbers in [−1, 1], equal axes, center 0. */
export interface MapCoordinates {
  readonly n: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Present in 3-D. */
  readonly z?: Float32Array;
}

/**
 * Reads a coordinates file.
 *
 * @throws {FormatError} if it is of another version, damaged, not for `n` points or not of `dim` axes.
 */
export function decodeCoordinates(json: unknown, n: number, dim?: Dim): MapCoordinates {
  const file = openFile(json, "coordinates");
  const given = readCount(file["n"], "n");
  if (given !== n) throw new FormatError(`coordinates: expected ${n} points, received ${given}.`);
  const nAxes = file["z"] === undefined ? 2 : 3;
  if (dim !== undefined && nAxes !== dim) {
    throw new FormatError(`coordinates: expected ${dim} axes, received ${nAxes}.`);
  }
  expectBox(file["center"], file["halfSpan"], nAxes);
  const axis = (column: unknown, name: string): Float32Array =>
    Float32Array.from(readUint16(column, n, name), (value) => (value / STEPS) * 2 - 1);
  const flat = { n, x: axis(file["x"], "x"), y: axis(file["y"], "y") };
  return nAxes === 2 ? flat : { ...flat, z: axis(file["z"], "z") };
}

/** The box is not drawn, but a file with an invalid box is damaged. */
function expectBox(center: unknown, halfSpan: unknown, nAxes: number): void {
  const numbers: readonly unknown[] = Array.isArray(center) ? center : [];
  if (numbers.length !== nAxes) {
    throw new FormatError(`center: expected ${nAxes} numbers, received ${described(center)}.`);
  }
  numbers.forEach((number, at) => readNumber(number, `center ${at}`));
  if (readNumber(halfSpan, "halfSpan") < 0) {
    throw new FormatError(`halfSpan: expected 0 or more, received ${described(halfSpan)}.`);
  }
}

function boundingCube(coordinates: Float32Array, dim: Dim): { center: number[]; halfSpan: number } {
  const low = new Array<number>(dim).fill(Infinity);
  const high = new Array<number>(dim).fill(-Infinity);
  for (let i = 0; i < coordinates.length; i++) {
    const axis = i % dim;
    const value = coordinates[i]!;
    if (value < low[axis]!) low[axis] = value;
    if (value > high[axis]!) high[axis] = value;
  }
  const spans = low.map((value, axis) => high[axis]! - value);
  const center = low.map((value, axis) => roundTo((value + high[axis]!) / 2, 5));
  // Slightly more than half, so that rounding leaves every point inside, and a single position also has a size.
  return { center, halfSpan: roundTo(Math.max(...spans) / 2 + 1e-5, 5) };
}

function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
