/**
 * Stage 4: runs a model over a dataset and keeps queries, keys and patterns of every head in files of their own,
 * so that no more than one batch is ever in memory.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { formatHead, type HeadId } from "#atlas/head-id.ts";
import { describeProblem, ModelError } from "../errors.ts";
import type { EncodedDataset } from "../inputs/encoded-dataset.ts";
import { makeBatches, makeFeeds } from "../inputs/make-feeds.ts";
import { configWarnings, readConfig } from "../onnx/check-config.ts";
import { replayWarnings } from "../onnx/replay-report.ts";
import { towersOf } from "./towers.ts";
import type { AttentionModel, BlockCapture, ReplayReport } from "../onnx/open-model.ts";

/** What a capture knows when it is done; `files` of the heads lie in the folder. */
export interface CaptureReport {
  /** In the order of the graph. */
  readonly heads: readonly CapturedHead[];
  readonly replay: ReplayReport;
  /** Remarks for the page. */
  readonly warnings: readonly string[];
}

export interface CapturedHead {
  readonly id: HeadId;
  readonly dHead: number;
  /** No query puts weight on a key behind it. */
  readonly isCausal: boolean;
  /** Heads of its layer that share their keys with it have the same number, from 0. */
  readonly keyHead: number;
}

export interface CaptureOptions {
  readonly signal?: AbortSignal;
  /** Called after each batch with the number of sequences done. */
  readonly onBatch?: (nDone: number) => void;
}

/** Large enough to keep the matrix products busy, small enough for long sequences of large models. */
const TOKENS_PER_BATCH = 1024;
/** The replay is float64 in JavaScript: a few sequences prove as much as many. */
const REPLAY_SEQUENCES = 4;

/** Names of a head's files in the capture folder. */
export const captureFiles = (head: HeadId): Record<"q" | "k" | "weights" | "valueNorms", string> => ({
  q: `${formatHead(head)}.q`,
  k: `${formatHead(head)}.k`,
  weights: `${formatHead(head)}.w`,
  valueNorms: `${formatHead(head)}.v`,
});

/**
 * @param folder An empty folder; per head it receives q and k, float32 [nTokens, dHead], and the in-sequence patterns,
 *   float32 [length, length] one after the other, and where the model's values are understood their lengths, float32
 *   [nTokens]; all in dataset order.
 */
export async function capture(
  model: AttentionModel,
  dataset: EncodedDataset,
  folder: string,
  options: CaptureOptions = {},
): Promise<CaptureReport> {
  const lengths = dataset.sequences.map((sequence) => sequence.tokens.length);
  const batches = makeBatches(lengths, TOKENS_PER_BATCH);
  const replay = await replayFirst(model, dataset, batches);
  const writer = new CaptureWriter(folder, dataset.starts);
  let nDone = 0;
  try {
    for (const batch of batches) {
      options.signal?.throwIfAborted();
      const sequences = batch.map((i) => dataset.sequences[i]!);
      const feeds = await makeFeeds(model.inputs, sequences, model.path);
      for (const block of await model.run(feeds, batch.length)) writer.add(block, batch);
      nDone += batch.length;
      options.onBatch?.(nDone);
    }
  } finally {
    writer.close();
  }
  const heads = writer.heads();
  const config = configWarnings(readConfig(model.path), towersOf(heads));
  return { heads, replay, warnings: [...config, ...replayWarnings(model.blocks, replay)] };
}

async function replayFirst(
  model: AttentionModel,
  dataset: EncodedDataset,
  batches: readonly (readonly number[])[],
): Promise<ReplayReport> {
  const few = (batches[0] ?? []).slice(0, REPLAY_SEQUENCES);
  const feeds = await makeFeeds(
    model.inputs,
    few.map((i) => dataset.sequences[i]!),
    model.path,
  );
  return model.replay(feeds, few.length);
}

interface OpenHead {
  readonly id: HeadId;
  readonly dHead: number;
  readonly keyHead: number;
  readonly q: number;
  readonly k: number;
  readonly weights: number;
  readonly valueNorms: number | null;
  isCausal: boolean;
}

/** Writes each batch at its place: batches go by length, files by dataset order. */
class CaptureWriter {
  readonly #folder: string;
  readonly #starts: Uint32Array;
  readonly #patternStarts: number[];
  readonly #heads = new Map<string, OpenHead>();

  constructor(folder: string, starts: Uint32Array) {
    this.#folder = folder;
    this.#starts = starts;
    this.#patternStarts = patternStarts(starts);
  }

  add(captured: BlockCapture, batch: readonly number[]): void {
    const { block, nHeads, dHead, keyHeads, q, k, weights, valueNorms } = captured;
    const [, , nQueries = 0, nKeys = 0] = weights.dims;
    for (let head = 0; head < nHeads; head++) {
      const id =
        block.tower === undefined
          ? { layer: block.layer, head }
          : { tower: block.tower, layer: block.layer, head };
      const files = this.#open(id, dHead, keyHeads[head] ?? head, valueNorms !== undefined);
      batch.forEach((sequence, row) => {
        const start = this.#starts[sequence]!;
        const length = this.#starts[sequence + 1]! - start;
        if (length > nQueries || length > nKeys) throw mismatch(id, length, Math.min(nQueries, nKeys));
        const group = row * nHeads + head;
        const queries = rowsOf(q.data, group * nQueries, length, dHead);
        const keys = rowsOf(k.data, group * nKeys, length, dHead);
        const pattern = patternOf(weights.data, group * nQueries * nKeys, length, nKeys);
        expectFinite(id, { queries, keys, weights: pattern });
        write(files.q, queries, start * dHead);
        write(files.k, keys, start * dHead);
        write(files.weights, pattern, this.#patternStarts[sequence]!);
        if (valueNorms && files.valueNorms !== null) {
          const norms = rowsOf(valueNorms.data, group * nKeys, length, 1);
          expectFinite(id, { values: norms });
          write(files.valueNorms, norms, start);
        }
        files.isCausal &&= isLowerTriangle(pattern, length);
      });
    }
  }

  heads(): CapturedHead[] {
    return [...this.#heads.values()].map(({ id, dHead, isCausal, keyHead }) => ({
      id,
      dHead,
      isCausal,
      keyHead,
    }));
  }

  close(): void {
    for (const head of this.#heads.values())
      for (const file of [head.q, head.k, head.weights, head.valueNorms]) if (file !== null) closeSync(file);
  }

  #open(id: HeadId, dHead: number, keyHead: number, hasValueNorms: boolean): OpenHead {
    const name = formatHead(id);
    const known = this.#heads.get(name);
    if (known) return known;
    const files = captureFiles(id);
    const open = (file: string): number => openSync(join(this.#folder, file), "w");
    const head = {
      id,
      dHead,
      keyHead,
      q: open(files.q),
      k: open(files.k),
      weights: open(files.weights),
      valueNorms: hasValueNorms ? open(files.valueNorms) : null,
      isCausal: true,
    };
    this.#heads.set(name, head);
    return head;
  }
}

/** Place of each sequence's pattern among all patterns, in numbers. */
export function patternStarts(starts: Uint32Array): number[] {
  const places = [0];
  for (let s = 0; s + 1 < starts.length; s++) places.push(places[s]! + (starts[s + 1]! - starts[s]!) ** 2);
  return places;
}

function rowsOf(data: ArrayLike<number>, firstRow: number, nRows: number, width: number): Float32Array {
  return (data as Float32Array).subarray(firstRow * width, (firstRow + nRows) * width);
}

function patternOf(data: ArrayLike<number>, at: number, length: number, nKeys: number): Float32Array {
  const pattern = new Float32Array(length * length);
  for (let row = 0; row < length; row++) {
    pattern.set((data as Float32Array).subarray(at + row * nKeys, at + row * nKeys + length), row * length);
  }
  return pattern;
}

function isLowerTriangle(pattern: Float32Array, length: number): boolean {
  for (let row = 0; row < length; row++) {
    for (let column = row + 1; column < length; column++)
      if (pattern[row * length + column] !== 0) return false;
  }
  return true;
}

function write(file: number, numbers: Float32Array, at: number): void {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, at * 4 + done);
}

function expectFinite(id: HeadId, arrays: Readonly<Record<string, Float32Array>>): void {
  for (const [name, array] of Object.entries(arrays)) {
    const at = array.findIndex((x) => !Number.isFinite(x));
    if (at < 0) continue;
    throw new ModelError(
      describeProblem({
        what: `the model's ${name} cannot be drawn`,
        where: formatHead(id),
        expected: "finite numbers",
        received: String(array[at]),
        cure: "Numbers overflow in this file; take an export of the model in float32.",
      }),
    );
  }
}

function mismatch(id: HeadId, expected: number, received: number): ModelError {
  return new ModelError(
    describeProblem({
      what: "the attention has another length than the sequence",
      where: formatHead(id),
      expected: `${expected} tokens`,
      received: `${received}`,
      cure: "Attention over windows, or between two sequences, cannot be drawn on one map yet.",
    }),
  );
}
