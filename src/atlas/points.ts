/** `heads/L3H5/points.json`: numbers of one head's points that no map needs to be drawn. */
import { FormatError, readUint16, writeUint16, type Column } from "./columns.ts";

export interface PointsFile {
  readonly v: 1;
  /** Number of points: queries of all tokens, then keys of all tokens. */
  readonly n: number;
  /** Length of each query or key as the model computes it, before translation and scaling; uint16 between min and max. */
  readonly norm: { readonly min: number; readonly max: number; readonly column: Column };
}

/** @param norms [2 · nTokens], queries first. */
export function encodePoints(norms: Float32Array): PointsFile {
  const min = norms.reduce((a, b) => Math.min(a, b), Infinity);
  const max = norms.reduce((a, b) => Math.max(a, b), -Infinity);
  const scale = max > min ? 65535 / (max - min) : 0;
  const column = writeUint16(Uint16Array.from(norms, (norm) => Math.round((norm - min) * scale)));
  return { v: 1, n: norms.length, norm: { min: round(min), max: round(max), column } };
}

/** Norms of all points. @throws {FormatError} if the file is of another version or not for `n` points. */
export function decodeNorms(json: unknown, n: number): Float32Array {
  const file = json as Partial<PointsFile> | null;
  if (file?.v !== 1 || file.norm === undefined) throw new FormatError("points: expected format version 1.");
  const { min, max, column } = file.norm;
  return Float32Array.from(readUint16(column, n, "norm"), (value) => min + (value / 65535) * (max - min));
}

/** Shortest and longest vector of a head. @throws {FormatError} if the file is of another version. */
export function readNormRange(json: unknown): { readonly min: number; readonly max: number } {
  const file = json as Partial<PointsFile> | null;
  if (file?.v !== 1 || file.norm === undefined) throw new FormatError("points: expected format version 1.");
  return { min: file.norm.min, max: file.norm.max };
}

function round(value: number): number {
  return Number(value.toFixed(5));
}
