/** Reads the captured files of one head. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { HeadId } from "#atlas/head/head-id.ts";
import { expectLength } from "#math/shape-error.ts";
import { isLostFile } from "../problems/lost-file.ts";
import { captureFiles, type CaptureFile } from "./capture-files.ts";
import type { HeadChecksums } from "./checksums.ts";

export interface HeadVectors {
  /** [nQueries, dHead] */
  readonly q: Float32Array;
  /** [nKeys, dHead] */
  readonly k: Float32Array;
  /** [queries, keys] of every sequence, one after the other. */
  readonly weights: Float32Array;
  /** [nKeys], lengths of the value vectors; null where the model's values are not understood. */
  readonly valueNorms: Float32Array | null;
}

/** A file of the capture is missing or changed, so the capture has to be repeated. */
export class DamagedCapture extends Error {
  override name = "DamagedCapture";
}

/**
 * @throws {DamagedCapture} if a file is missing or holds other bytes than were written.
 * @throws {ShapeError} if a file holds another number of values than the dataset asks for.
 */
export async function readHead(
  folder: string,
  head: HeadId,
  checksums: HeadChecksums,
  size: {
    readonly nQueries: number;
    readonly nKeys: number;
    readonly dHead: number;
    readonly nWeights: number;
  },
): Promise<HeadVectors> {
  const files = captureFiles(head);
  const read = (name: CaptureFile): Promise<Float32Array> =>
    readFloats(join(folder, files[name]), checksums[name]);
  const q = await read("q");
  const k = await read("k");
  const weights = await read("weights");
  const valueNorms = checksums.valueNorms === null ? null : await read("valueNorms");
  expectLength(files.q, q.length, size.nQueries * size.dHead);
  expectLength(files.k, k.length, size.nKeys * size.dHead);
  expectLength(files.weights, weights.length, size.nWeights);
  if (valueNorms) expectLength(files.valueNorms, valueNorms.length, size.nKeys);
  return { q, k, weights, valueNorms };
}

async function readFloats(path: string, checksum: number | null): Promise<Float32Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    if (!isLostFile(cause)) throw cause;
    throw new DamagedCapture(`${path} can no longer be read.`, { cause });
  });
  if (crc32(bytes) !== checksum) throw new DamagedCapture(`${path} is not what was written.`);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
