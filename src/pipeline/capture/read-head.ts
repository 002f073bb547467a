/** Reads back what the capture kept of one head. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HeadId } from "#atlas/head-id.ts";
import { expectLength } from "#math/shape-error.ts";
import { captureFiles } from "./capture-files.ts";

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

/** @throws {ShapeError} if a file holds another number of values than the dataset asks for. */
export async function readHead(
  folder: string,
  head: HeadId,
  size: {
    readonly nQueries: number;
    readonly nKeys: number;
    readonly dHead: number;
    readonly nWeights: number;
  },
): Promise<HeadVectors> {
  const files = captureFiles(head);
  const q = await readFloats(join(folder, files.q));
  const k = await readFloats(join(folder, files.k));
  const weights = await readFloats(join(folder, files.weights));
  const valueNorms = existsSync(join(folder, files.valueNorms))
    ? await readFloats(join(folder, files.valueNorms))
    : null;
  expectLength(files.q, q.length, size.nQueries * size.dHead);
  expectLength(files.k, k.length, size.nKeys * size.dHead);
  expectLength(files.weights, weights.length, size.nWeights);
  if (valueNorms) expectLength(files.valueNorms, valueNorms.length, size.nKeys);
  return { q, k, weights, valueNorms };
}

async function readFloats(path: string): Promise<Float32Array> {
  const bytes = await readFile(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
