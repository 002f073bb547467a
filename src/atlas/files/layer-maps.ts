/** `layers/L3/umap2.json`: coarse flat maps of all heads of one layer, for the search over all heads. */
import type { HeadId } from "../head/head-id.ts";
import { FormatError, readBytes, writeBytes, type Column } from "./columns.ts";
import type { MapCoordinates } from "./coordinates.ts";
import { openFile, readCount } from "./fields.ts";

export interface LayerMapsFile {
  readonly v: 1;
  readonly nHeads: number;
  /** Points per head: 2 × nTokens, queries first. */
  readonly n: number;
  /** uint8 [nHeads · n]: 0 … 255 stands for the map's [−1, 1]. */
  readonly x: Column;
  readonly y: Column;
}

/** Places on one map, 0 … 255 each: a step is a 256th of the map's side, y upward. */
export interface CoarseMap {
  /** [2 · nTokens], queries first. */
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

/** `L3`, `encoder-L3`: the layer of a head. */
export function formatLayer({ tower, layer }: Omit<HeadId, "head">): string {
  return tower === undefined ? `L${layer}` : `${tower}-L${layer}`;
}

/** @param maps One per head, in their order, all of as many points. */
export function encodeLayerMaps(maps: readonly MapCoordinates[]): LayerMapsFile {
  const n = maps[0]?.n ?? 0;
  const bytes = (axis: "x" | "y"): Column => {
    const column = new Uint8Array(maps.length * n);
    maps.forEach((map, head) => column.set(map[axis].map(toStep), head * n));
    return writeBytes(column);
  };
  return { v: 1, nHeads: maps.length, n, x: bytes("x"), y: bytes("y") };
}

/** More heads than any layer has. */
const MOST_HEADS = 10_000;

/** @returns A map per head. @throws {FormatError} if the file is of another version, damaged or not for `n` points. */
export function decodeLayerMaps(json: unknown, n: number): CoarseMap[] {
  const file = openFile(json, "layer maps");
  const given = readCount(file["n"], "n");
  if (given !== n) throw new FormatError(`layer maps: expected ${n} points, received ${given}.`);
  const nHeads = readCount(file["nHeads"], "nHeads", MOST_HEADS);
  const [x, y] = [readBytes(file["x"], nHeads * n, "x"), readBytes(file["y"], nHeads * n, "y")];
  return Array.from({ length: nHeads }, (_, head) => ({
    x: x.subarray(head * n, (head + 1) * n),
    y: y.subarray(head * n, (head + 1) * n),
  }));
}

function toStep(unit: number): number {
  return Math.round(((unit + 1) / 2) * 255);
}
