/** The one entry point: opens any ONNX transformer and runs it for queries, keys and weights. */
import { statSync } from "node:fs";
import { describeProblem, ModelError } from "../errors.ts";
import type { AttentionBlock, Precision, Rejection } from "./attention-block.ts";
import type { BlockCapture } from "./block-capture.ts";
import type { TokenGrid } from "./grid/follow-picture.ts";
import type { OnnxInput } from "./onnx-graph.ts";
import { expectInputs } from "./name-inputs.ts";
import { modelFiles, openFiles } from "./open-folder.ts";
import { openGraph, type Feeds, type OpenOptions } from "./open-graph.ts";
import { noSuchTower } from "./refuse-model.ts";
import { reportReplay, type ReplayReport } from "./replay-report.ts";

/** Everything that openModel's results are made of. */
export type {
  AttentionBlock,
  BlockCapture,
  Feeds,
  OnnxInput,
  OpenOptions,
  Rejection,
  ReplayReport,
  TokenGrid,
};

export interface AttentionModel {
  /** The file or folder that was opened. */
  readonly path: string;
  /** ONNX files it consists of: one, or an encoder and a decoder. */
  readonly files: readonly string[];
  /** Layers of all towers, in the order of computation. */
  readonly blocks: readonly AttentionBlock[];
  /** Softmaxes that are no attention, and why. */
  readonly rejections: readonly Rejection[];
  /** What has to be fed. Masks come as 1 for tokens; a cache may be fed empty. */
  readonly inputs: readonly OnnxInput[];
  /** What the weights are kept in, the coarsest of all files. */
  readonly storedIn: Precision;
  /** Runs a batch. @param batch Number of sequences in it. @throws {ModelError} if onnxruntime cannot. */
  run(feeds: Feeds, batch: number): Promise<BlockCapture[]>;
  /** Runs a batch and recomputes its weights from its queries and keys. @throws {ModelError} as `run` does. */
  replay(feeds: Feeds, batch: number): Promise<ReplayReport>;
  /**
   * How the patches of a picture lie among the tokens of the first layer that sees it.
   *
   * @param nTokens That this layer has. @returns undefined where the graph takes no pictures, or it is not seen.
   */
  tokenGrid(feeds: Feeds, nTokens: number): Promise<TokenGrid | undefined>;
  release(): Promise<void>;
}

/** Some files of a folder, named by their paths, that make one model together. */
export interface ModelFiles {
  readonly folder: string;
  readonly files: readonly string[];
}

/**
 * Opens a model without loading its weights: those are read, by reference, at the first run.
 *
 * @param source An ONNX file; or a folder in Hugging Face layout, where an encoder and a decoder make one model with towers
 *   encoder, decoder and cross; or files of a folder.
 * @throws {ModelError} if a file is missing or damaged, no attention is found in it, or weights lie outside its folder.
 */
export async function openModel(
  source: string | ModelFiles,
  options: OpenOptions = {},
): Promise<AttentionModel> {
  if (typeof source !== "string") {
    const { folder, files } = source;
    return files.length === 1 ? openFile(files[0] ?? "", options) : openFiles(folder, files, options);
  }
  const stats = statSync(source, { throwIfNoEntry: false });
  if (stats === undefined) throw missing(source);
  if (stats.isDirectory()) return openFiles(source, modelFiles(source), options);
  return openFile(source, options);
}

async function openFile(path: string, options: OpenOptions): Promise<AttentionModel> {
  const graph = openGraph(path, options);
  if (graph === undefined) throw noSuchTower(path, options.towers ?? []);
  if (options.names) expectInputs(path, [{ graph, tower: undefined }], options.names);
  return Promise.resolve({
    path,
    files: [path],
    blocks: graph.blocks,
    rejections: graph.rejections,
    inputs: graph.inputs,
    storedIn: graph.storedIn,
    run: async (feeds, batch) => (await graph.run(feeds, batch)).blocks,
    replay: async (feeds, batch) => reportReplay(graph.blocks, await graph.replay(feeds, batch)),
    tokenGrid: (feeds, nTokens) => graph.tokenGrid(feeds, nTokens),
    release: () => graph.release(),
  });
}

function missing(path: string): ModelError {
  return new ModelError(
    describeProblem({
      what: "there is no such file or folder",
      where: path,
      expected: "an ONNX file, or a folder with one",
      received: "nothing",
    }),
  );
}
