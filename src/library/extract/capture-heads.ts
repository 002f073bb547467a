/** Runs sequences through a model and gives the vectors of one head at a time. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeHeads } from "#atlas/head/head-selection.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import { patternStarts } from "../../pipeline/capture/capture-files.ts";
import type { CapturedHead } from "../../pipeline/capture/capture-writer.ts";
import { capture } from "../../pipeline/capture/capture.ts";
import { readHead } from "../../pipeline/capture/read-head.ts";
import { sidesOf, type Streams } from "../../pipeline/inputs/model-input.ts";
import type { AttentionModel, ReplayReport } from "../../pipeline/onnx/open-model.ts";
import { streamsOf, type CaptureInput } from "./sequences.ts";

/** What one head computed for all sequences, one behind the other: what `attentionMap` of headland/project takes. */
export interface HeadVectors {
  readonly head: HeadId;
  readonly dHead: number;
  /** Row-major [queries, dHead], as they enter the product: scaled, rotated, normalized if the model does so. */
  readonly q: Float32Array;
  /** Row-major [keys, dHead]. */
  readonly k: Float32Array;
  /** Where each sequence begins, and its weights, row-major [queries, keys], in 0 … 1; each row sums to 1 or less. */
  readonly patterns: Patterns;
  /** [keys]: lengths of the value vectors; null where the model's values are not understood. */
  readonly valueNorms: Float32Array | null;
}

/** Heads whose vectors lie in files of a temporary folder, so that no more than one head is in memory. */
export interface CapturedHeads {
  /** In the order of the graph. */
  readonly heads: readonly HeadId[];
  /** How closely softmax(q·kᵀ) recomputed from the vectors agrees with the model's own weights. */
  readonly replay: ReplayReport;
  /** What a reader of the vectors should know, e.g. that a bias is not part of q·k. */
  readonly warnings: readonly string[];
  /** @throws {RangeError} if there is no such head, or after `close`. */
  read(head: HeadId): Promise<HeadVectors>;
  /** Removes the files. */
  close(): Promise<void>;
}

/**
 * Runs sequences through a model, in batches, and keeps the vectors of every head on the disk until they are read.
 *
 * @param model As `openModel` gives it; it stays open.
 * @param sequences Of one model as many as you like; texts are padded, and what is padding is left out of the vectors.
 * @throws {ConfigError} with all mistakes, if a sequence is not made of token ids or pixels.
 * @throws {ModelError} if the model does not take such sequences, or its attention is not over whole sequences.
 */
export async function captureHeads(model: AttentionModel, sequences: CaptureInput): Promise<CapturedHeads> {
  const streams = await streamsOf(model, sequences);
  const folder = await mkdtemp(join(tmpdir(), "headland-capture-"));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const { heads, replay, warnings } = await capture(model, streams, folder);
    const byName = new Map(heads.map((head) => [formatHead(head.id), head]));
    let isClosed = false;
    return {
      heads: heads.map(({ id }) => id),
      replay,
      warnings,
      read: async (id) => {
        const head = byName.get(formatHead(id));
        if (isClosed) throw new RangeError("The captured heads have been closed.");
        if (head) return readVectors(folder, head, streams);
        const known = describeHeads(heads.map((one) => one.id));
        throw new RangeError(`Expected one of the heads ${known}, received ${formatHead(id)}.`);
      },
      close: () => {
        isClosed = true;
        return close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readVectors(folder: string, head: CapturedHead, streams: Streams): Promise<HeadVectors> {
  const { id, dHead, isCausal, checksums } = head;
  const { queries, keys } = sidesOf(streams, id.tower);
  const [starts, keyStarts] = [queries.starts, keys.starts];
  const size = {
    nQueries: queries.nTokens,
    nKeys: keys.nTokens,
    dHead,
    nWeights: patternStarts(starts, keyStarts).at(-1),
  };
  const { q, k, weights, valueNorms } = await readHead(folder, id, checksums, size);
  const patterns = { starts, weights, isCausal, ...(queries === keys ? {} : { keyStarts }) };
  return { head: id, dHead, q, k, patterns, valueNorms };
}
