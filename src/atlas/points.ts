/** `heads/L3H5/points.json`: numbers of one head's points that no map needs to be drawn. */
import { FormatError, readBytes, readRange, writeBytes, writeRange } from "./columns.ts";
import type { Column, RangeColumn } from "./columns.ts";

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

/** What is known of every point, apart from its places. */
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

/** Numbers of all points. @throws {FormatError} if the file is of another version or not for `n` points. */
export function decodePoints(json: unknown, n: number): PointNumbers {
  const file = json as Partial<PointsFile> | null;
  if (file?.v !== 1 || file.norm === undefined) throw new FormatError("points: expected format version 1.");
  const norms = readRange(file.norm, n, "norm");
  const distortion = new Map(
    Object.entries(file.distortion ?? {}).map(([name, values]) => [
      name,
      Float32Array.from(readBytes(values, n, `distortion of ${name}`), (value) => value / 255),
    ]),
  );
  return { norms, distortion };
}

/** Shortest and longest vector of a head. @throws {FormatError} if the file is of another version. */
export function readNormRange(json: unknown): { readonly min: number; readonly max: number } {
  const file = json as Partial<PointsFile> | null;
  if (file?.v !== 1 || file.norm === undefined) throw new FormatError("points: expected format version 1.");
  return { min: file.norm.min, max: file.norm.max };
}
