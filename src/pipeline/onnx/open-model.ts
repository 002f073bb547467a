/** The entry point: opens any transformer, as an ONNX file or by its weights, and runs it for queries, keys and weights. */
import { statSync } from "node:fs";
import { buildGraph } from "../architectures/build-graph.ts";
import { ModelError } from "../errors.ts";
import { isWeights } from "../weights/choose-weights.ts";
import type { AttentionModel } from "./attention-model.ts";
import { expectInputs } from "./feeds/name-inputs.ts";
import type { OnnxInput } from "./file/onnx-graph.ts";
import type { AttentionBlock, Rejection } from "./find/attention-block.ts";
import type { TokenGrid } from "./grid/follow-picture.ts";
import { noSuchTower } from "./model-errors.ts";
import { graphsOf, withGraphs } from "./model-graphs.ts";
import { modelFiles, openFiles } from "./open-folder.ts";
import { openBuilt, openGraph, type GraphModel, type OpenOptions } from "./open-graph.ts";
import type { BlockCapture } from "./run/block-capture.ts";
import { replayedRun, type ReplayReport } from "./run/replay-report.ts";
import type { Feeds } from "./run/sessions.ts";

/** Everything that openModel's results are made of. */
export type {
  AttentionBlock,
  AttentionModel,
  BlockCapture,
  Feeds,
  OnnxInput,
  OpenOptions,
  Rejection,
  ReplayReport,
  TokenGrid,
};

/** Some files of a folder, named by their paths, that make one model together. */
export interface ModelFiles {
  readonly folder: string;
  readonly files: readonly string[];
}

/**
 * Opens a model without loading its weights: those are read, by reference, at the first run.
 *
 * @param source An ONNX file; or a file of weights, `model.safetensors` or its index, with config.json beside it; or a folder
 *   in Hugging Face layout, where an encoder and a decoder make one model with towers encoder, decoder and cross; or files
 *   of a folder.
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
  if (stats.isDirectory()) {
    const files = modelFiles(source);
    const [first = ""] = files;
    return isWeights(first) ? openFile(first, options) : openFiles(source, files, options);
  }
  return openFile(source, options);
}

async function openFile(path: string, options: OpenOptions): Promise<AttentionModel> {
  const graph = isWeights(path) ? openBuilt(path, await buildGraph(path), options) : openGraph(path, options);
  try {
    if (options.names) expectInputs(path, [{ graph, tower: undefined }], options.names);
    return modelOf(graph);
  } catch (error) {
    await graph.release();
    throw error;
  }
}

function modelOf(graph: GraphModel): AttentionModel {
  const { path } = graph;
  const model: AttentionModel = {
    path,
    files: [path],
    blocks: graph.blocks,
    rejections: graph.rejections,
    inputs: graph.inputs,
    storedIn: graph.storedIn,
    ...(graph.parts ? { parts: graph.parts } : {}),
    select: (towers) => {
      const selected = graph.select(towers);
      if (selected === undefined) throw noSuchTower(path, towers);
      return modelOf(selected);
    },
    run: async (feeds, batch) => (await graph.run(feeds, batch)).blocks,
    runFirst: (feeds, batch) => graph.runFirst(feeds, batch),
    replay: async (feeds, batch) => replayedRun(graph.blocks, (await graph.replay(feeds, batch)).blocks),
    tokenGrid: (feeds, nTokens) => graph.tokenGrid(feeds, nTokens),
    release: () => graph.release(),
  };
  return withGraphs(model, [graph]);
}

/**
 * The first layers of a model, so that what only later ones need is not run. What they give is the same, to the last bit: one
 * layer more than is asked for is run, because onnxruntime may join operators in another way where the graph ends.
 *
 * @param nBlocks How many of its blocks are wanted. @returns The model itself where it cannot be cut: it has several towers.
 */
export function firstBlocks(model: AttentionModel, nBlocks: number): AttentionModel {
  const [graph, ...others] = graphsOf(model);
  const nRun = nBlocks + 1;
  const isOneTower = new Set(model.blocks.map(({ tower }) => tower)).size === 1;
  if (graph === undefined || others.length > 0 || !isOneTower || nRun >= model.blocks.length) return model;
  return modelOf(graph.first(nRun));
}

function missing(path: string): ModelError {
  return new ModelError({
    what: "there is no such file or folder",
    where: path,
    expected: "an ONNX file, or a folder with one",
    received: "nothing",
  });
}
