/** `heads/L3H5/points.json`: numbers of one head's points that no map needs to be drawn. */
import { FormatError, readBytes, readUint16, writeBytes, writeUint16, type Column } from "./columns.ts";

export interface PointsFile {
  readonly v: 1;
  /** Number of points: queries of all tokens, then keys of all tokens. */
  readonly n: number;
  /** Length of each query or key as the model computes it, before translation and scaling; uint16 between min and max. */
  readonly norm: { readonly min: number; readonly max: number; readonly column: Column };
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
  const min = norms.reduce((a, b) => Math.min(a, b), Infinity);
  const max = norms.reduce((a, b) => Math.max(a, b), -Infinity);
  const scale = max > min ? 65535 / (max - min) : 0;
  const column = writeUint16(Uint16Array.from(norms, (norm) => Math.round((norm - min) * scale)));
  const bytes = (values: Float32Array): Uint8Array =>
    Uint8Array.from(values, (value) => Math.round(Math.min(1, Math.max(0, value)) * 255));
  return {
    v: 1,
    n: norms.length,
    norm: { min: round(min), max: round(max), column },
    distortion: Object.fromEntries(
      [...distortion].map(([name, values]) => [name, writeBytes(bytes(values))]),
    ),
  };
}

/** Numbers of all points. @throws {FormatError} if the file is of another version or not for `n` points. */
export function decodePoints(json: unknown, n: number): PointNumbers {
  const file = json as Partial<PointsFile> | null;
  if (file?.v !== 1 || file.norm === undefined) throw new FormatError("points: expected format version 1.");
  const { min, max, column } = file.norm;
  const norms = Float32Array.from(
    readUint16(column, n, "norm"),
    (value) => min + (value / 65535) * (max - min),
  );
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

function round(value: number): number {
  return Number(value.toFixed(5));
}
