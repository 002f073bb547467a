/** `heads/L3H5/points.json`: numbers of one head's points that are not needed to draw a map. */
import { FormatError, readBytes, writeBytes, type Column } from "./columns.ts";
import { openFile, readCount, readFields, type Fields } from "./fields.ts";
import { readLengthRange, readLengths, writeRange, type RangeColumn } from "./range-column.ts";

export interface PointsFile {
  readonly v: 1;
  /** Number of points: queries of all tokens, then keys of all tokens. */
  readonly n: number;
  /** Length of each query or key as the model computes it, before translation and scaling. */
  readonly norm: RangeColumn;
  /**
   * By projection name, e.g. `umap2`: how far the points around each point on that map really are, a byte for 0 … 1.
   * Absent in atlases built before it was measured.
   */
  readonly distortion?: Readonly<Record<string, Column>>;
}

/** The numbers of every point, apart from its coordinates. */
export interface PointNumbers {
  /** [2 · nTokens], queries first. */
  readonly norms: Float32Array;
  /** By projection name, [2 · nTokens] each, in 0 … 1: 0 = all around it on the map are its true nearest neighbors. */
  readonly distortion: ReadonlyMap<string, Float32Array>;
}

export function encodePoints({ norms, distortion }: PointNumbers): PointsFile {
  const bytes = (values: Float32Array): Uint8Array =>
    Uint8Array.from(values, (value) => Math.round(Math.min(1, Math.max(0, value)) * 255));
  return {
    v: 1,
    n: norms.length,
    norm: writeRange(norms),
    distortion: Object.fromEntries(
      [...distortion].map(([name, values]) => [name, writeBytes(bytes(values))]),
    ),
  };
}

/** Numbers of all points. @throws {FormatError} if the file is of another version, damaged or not for `n` points. */
export function decodePoints(json: unknown, n: number): PointNumbers {
  const file = openPoints(json, n);
  const norms = readLengths(file["norm"], n, "norm");
  const columns = file["distortion"] === undefined ? {} : readFields(file["distortion"], "distortion");
  const distortion = new Map(
    Object.entries(columns).map(([name, values]) => [
      name,
      Float32Array.from(readBytes(values, n, `distortion of ${name}`), (value) => value / 255),
    ]),
  );
  return { norms, distortion };
}

/** Only the norms, [2 · nTokens], without decoding the other columns. @throws {FormatError} as `decodePoints`. */
export function readNorms(json: unknown, n: number): Float32Array {
  return readLengths(openPoints(json, n)["norm"], n, "norm");
}

function openPoints(json: unknown, n: number): Fields {
  const file = openFile(json, "points");
  const given = readCount(file["n"], "n");
  if (given !== n) throw new FormatError(`points: expected ${n} points, received ${given}.`);
  return file;
}

/** Shortest and longest vector of a head. @throws {FormatError} if the file is of another version, or damaged. */
export function readNormRange(json: unknown): { readonly min: number; readonly max: number } {
  return readLengthRange(openFile(json, "points")["norm"], "norm");
}
