/**
 * Stage 4: runs a model over a dataset and keeps queries, keys and patterns of every head in files of their own,
 * so that no more than one batch is ever in memory.
 */
import type { CircuitsFile } from "#atlas/files/circuits.ts";
import type { WeightScores } from "#measures/scores.ts";
import { readCompanionObject } from "../config/companions.ts";
import { untold, type Tell } from "../guard/step-board.ts";
import { lengthsOf } from "../inputs/encoded-dataset.ts";
import { makeBatches } from "../inputs/feeds/make-batches.ts";
import { makeFeeds } from "../inputs/feeds/make-feeds.ts";
import { batchOf, type Streams } from "../inputs/model-input.ts";
import { configWarnings } from "../onnx/check-config.ts";
import { fixedBatch } from "../onnx/feeds/feed-shapes.ts";
import type { AttentionBlock, AttentionModel, ReplayReport } from "../onnx/open-model.ts";
import { expectPatterns } from "../onnx/run/expect-patterns.ts";
import { replayWarnings } from "../onnx/run/replay-report.ts";
import { CaptureWriter, type CapturedHead } from "./capture-writer.ts";
import { runBatches } from "./run-batches.ts";
import { towersOf } from "./towers.ts";

/** What a capture knows when it is done; `files` of the heads lie in the folder. */
export interface CaptureReport {
  /** In the order of the graph. */
  readonly heads: readonly CapturedHead[];
  readonly replay: ReplayReport;
  /** Warnings for the page. */
  readonly warnings: readonly string[];
  /** What the model's weights say of its heads, and a run on repeated tokens. */
  readonly numbers?: ReportedNumbers;
}

export interface ReportedNumbers {
  /** By name of the head. */
  readonly weights: Readonly<Record<string, WeightScores>>;
  readonly repeats: Readonly<Record<string, WeightScores>>;
  readonly circuits: CircuitsFile;
}

export interface CaptureOptions {
  /** Holds config.json, whose counts are compared with what is found; not looked at if not given. */
  readonly modelFolder?: string;
  readonly tell?: Tell;
  /** Called after each batch with the number of sequences done. */
  readonly onBatch?: (nDone: number) => void;
}

/** Large enough to keep the matrix products busy, small enough for long sequences of large models. */
const TOKENS_PER_BATCH = 1024;

/**
 * @param folder An empty folder; per head it receives q, float32 [nQueries, dHead], and k, float32 [nKeys, dHead], the
 *   patterns, float32 [queries, keys] of each sequence one after the other, and where the model's values are understood
 *   their lengths, float32 [nKeys]; all in dataset order.
 */
export async function capture(
  model: AttentionModel,
  streams: Streams,
  folder: string,
  options: CaptureOptions = {},
): Promise<CaptureReport> {
  const writer = new CaptureWriter(folder, streams);
  const replay = await runInto(writer, { model, streams }, options);
  return reportOf(model, await writer.heads(), replay, options.modelFolder);
}

interface Runs {
  readonly model: AttentionModel;
  readonly streams: Streams;
  /** What is run of the model; all of it if not given. */
  readonly running?: AttentionModel;
  /** Which layers are handed to the writer; all if not given. */
  readonly isWanted?: (layer: Pick<AttentionBlock, "tower" | "layer">) => boolean;
}

/** Runs all batches, and closes the writer. */
export async function runInto(
  writer: CaptureWriter,
  { model, streams, running = model, isWanted = () => true }: Runs,
  { tell = untold, onBatch }: Pick<CaptureOptions, "tell" | "onBatch">,
): Promise<ReplayReport> {
  // Batches and feeds follow the whole model, whatever is run of it.
  const batches = makeBatches(longest(streams), {
    nTokens: TOKENS_PER_BATCH,
    isApart: takesPaddingForTokens(model, streams),
    nSequences: fixedBatch(model.inputs),
  });
  try {
    return await runBatches(running, {
      batches,
      feedsOf: (batch) => makeFeeds(model.inputs, batchOf(streams, batch), model.path),
      write: (blocks, batch, nFed) => {
        for (const block of blocks) {
          expectPatterns(block, nFed);
          if (isWanted(block.block)) writer.add(block, batch);
        }
      },
      tell: (doing) => tell({ of: "model", where: model.path, doing }),
      onDone: (nDone) => onBatch?.(nDone),
    });
  } finally {
    writer.close();
  }
}

/** @param modelFolder Holds config.json, whose counts are compared with what is found; not looked at if not given. */
export async function reportOf(
  model: AttentionModel,
  heads: readonly CapturedHead[],
  replay: ReplayReport,
  modelFolder: string | undefined,
): Promise<CaptureReport> {
  const said = modelFolder === undefined ? undefined : await readCompanionObject(modelFolder, "config.json");
  const config = configWarnings(said, towersOf(heads));
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
  return isText && !inputs.some(({ role }) => role?.endsWith("_mask"));
}
