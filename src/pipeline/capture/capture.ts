/**
 * Stage 4: runs a model over a dataset and keeps queries, keys and patterns of every head in files of their own,
 * so that no more than one batch is ever in memory.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { formatHead, type HeadId } from "#atlas/head-id.ts";
import { describeProblem, ModelError } from "../errors.ts";
import { makeBatches, makeFeeds } from "../inputs/make-feeds.ts";
import { batchOf, sidesOf, type Streams } from "../inputs/model-input.ts";
import { configWarnings, readConfig } from "../onnx/check-config.ts";
import { replayWarnings } from "../onnx/replay-report.ts";
import { lengthsOf } from "../inputs/encoded-dataset.ts";
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
  /** No query puts weight on a key behind it; never so between two sequences. */
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
export const captureFiles = (head: HeadId): { q: string; k: string; weights: string } => ({
  q: `${formatHead(head)}.q`,
  k: `${formatHead(head)}.k`,
  weights: `${formatHead(head)}.w`,
});

/**
 * @param folder An empty folder; per head it receives q, float32 [nQueries, dHead], and k, float32 [nKeys, dHead], and the
 *   patterns, float32 [queries, keys] of each sequence one after the other, all in dataset order.
 */
export async function capture(
  model: AttentionModel,
  streams: Streams,
  folder: string,
  options: CaptureOptions = {},
): Promise<CaptureReport> {
  const batches = makeBatches(longest(streams), TOKENS_PER_BATCH, takesPaddingForTokens(model, streams));
  const replay = await replayFirst(model, streams, batches);
  const writer = new CaptureWriter(folder, streams);
  let nDone = 0;
  try {
    for (const batch of batches) {
      options.signal?.throwIfAborted();
      const feeds = await makeFeeds(model.inputs, batchOf(streams, batch), model.path);
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

/** Length of each sequence, in the stream where it is longest. */
function longest(streams: Streams): number[] {
  const all = [...streams.values()].map(({ starts }) => lengthsOf(starts));
  return (all[0] ?? []).map((_, i) => Math.max(...all.map((lengths) => lengths[i] ?? 0)));
}

function takesPaddingForTokens({ inputs }: AttentionModel, streams: Streams): boolean {
  const [main] = streams.values();
  const isText = main?.sequences.every((sequence) => sequence.ids.length > 0) ?? false;
  return isText && !inputs.some(({ name }) => name.endsWith("attention_mask"));
}

async function replayFirst(
  model: AttentionModel,
  streams: Streams,
  batches: readonly (readonly number[])[],
): Promise<ReplayReport> {
  const few = (batches[0] ?? []).slice(0, REPLAY_SEQUENCES);
  return model.replay(await makeFeeds(model.inputs, batchOf(streams, few), model.path), few.length);
}

interface OpenHead {
  readonly id: HeadId;
  readonly dHead: number;
  readonly keyHead: number;
  readonly q: number;
  readonly k: number;
  readonly weights: number;
  isCausal: boolean;
}

/** Writes each batch at its place: batches go by length, files by dataset order. */
class CaptureWriter {
  readonly #folder: string;
  readonly #streams: Streams;
  readonly #heads = new Map<string, OpenHead>();

  constructor(folder: string, streams: Streams) {
    this.#folder = folder;
    this.#streams = streams;
  }

  add(captured: BlockCapture, batch: readonly number[]): void {
    const { block, nHeads, dHead, keyHeads, q, k, weights } = captured;
    const [, , nQueries = 0, nKeys = 0] = weights.dims;
    const sides = sidesOf(this.#streams, block.tower);
    const [queryStarts, keyStarts] = [sides.queries.starts, sides.keys.starts];
    const patterns = patternStarts(queryStarts, keyStarts);
    for (let head = 0; head < nHeads; head++) {
      const id =
        block.tower === undefined
          ? { layer: block.layer, head }
          : { tower: block.tower, layer: block.layer, head };
      const files = this.#open(id, dHead, keyHeads[head] ?? head);
      batch.forEach((sequence, row) => {
        const [firstQuery, firstKey] = [queryStarts[sequence]!, keyStarts[sequence]!];
        const length = queryStarts[sequence + 1]! - firstQuery;
        const width = keyStarts[sequence + 1]! - firstKey;
        if (length > nQueries || width > nKeys) throw mismatch(id, [length, width], [nQueries, nKeys]);
        const group = row * nHeads + head;
        const queries = rowsOf(q.data, group * nQueries, length, dHead);
        const keys = rowsOf(k.data, group * nKeys, width, dHead);
        const pattern = patternOf(weights.data, group * nQueries * nKeys, [length, width], nKeys);
        expectFinite(id, { queries, keys, weights: pattern });
        write(files.q, queries, firstQuery * dHead);
        write(files.k, keys, firstKey * dHead);
        write(files.weights, pattern, patterns[sequence]!);
        files.isCausal &&= sides.queries === sides.keys && isLowerTriangle(pattern, length);
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
      for (const file of [head.q, head.k, head.weights]) closeSync(file);
  }

  #open(id: HeadId, dHead: number, keyHead: number): OpenHead {
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
      isCausal: true,
    };
    this.#heads.set(name, head);
    return head;
  }
}

/** Place of each sequence's pattern among all patterns, in numbers, and how many there are as last entry. */
export function patternStarts(queryStarts: Uint32Array, keyStarts: Uint32Array): number[] {
  const [rows, columns] = [lengthsOf(queryStarts), lengthsOf(keyStarts)];
  const places = [0];
  rows.forEach((length, s) => places.push(places[s]! + length * columns[s]!));
  return places;
}

function rowsOf(data: ArrayLike<number>, firstRow: number, nRows: number, width: number): Float32Array {
  return (data as Float32Array).subarray(firstRow * width, (firstRow + nRows) * width);
}

function patternOf(
  data: ArrayLike<number>,
  at: number,
  [length, width]: readonly [number, number],
  nKeys: number,
): Float32Array {
  const pattern = new Float32Array(length * width);
  for (let row = 0; row < length; row++) {
    pattern.set((data as Float32Array).subarray(at + row * nKeys, at + row * nKeys + width), row * width);
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

type Size = readonly [nQueries: number, nKeys: number];

function mismatch(id: HeadId, expected: Size, received: Size): ModelError {
  return new ModelError(
    describeProblem({
      what: "the attention has another size than the sequence",
      where: formatHead(id),
      expected: `${expected[0]} queries and ${expected[1]} keys`,
      received: `${received[0]} and ${received[1]}`,
      cure: "Attention over windows, or over keys that stand for several tokens, cannot be drawn on one map yet.",
    }),
  );
}
