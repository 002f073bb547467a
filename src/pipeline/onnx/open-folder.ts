/** Opens a model of several files: an encoder and its decoder, or towers of text and pictures, as one. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Tensor } from "onnxruntime-node";
import { describeProblem, ModelError } from "../errors.ts";
import type { BlockCapture } from "./block-capture.ts";
import type { OnnxInput } from "./onnx-graph.ts";
import { openGraph, type Feeds, type GraphModel, type OpenOptions } from "./open-graph.ts";
import type { AttentionModel } from "./open-model.ts";
import { reportReplay } from "./replay-report.ts";

/** Files that make a whole model by themselves or together, best first; each may stand in `onnx/` too. */
const FILE_SETS: readonly (readonly string[])[] = [
  ["model.onnx"],
  ["encoder_model.onnx", "decoder_model.onnx"],
  ["encoder_model.onnx", "decoder_model_merged.onnx"],
  ["text_model.onnx", "vision_model.onnx"],
  ["text_model.onnx", "audio_model.onnx"],
  ["decoder_model.onnx"],
  ["decoder_model_merged.onnx"],
  ["encoder_model.onnx"],
  ["model_fp16.onnx"],
  ["model_quantized.onnx"],
  ["model_optimized.onnx"],
];

/** Paths of the files that openModel would open in a folder, best first. @throws {ModelError} if there is none. */
export function modelFiles(folder: string): readonly string[] {
  const found = [join(folder, "onnx"), folder].map((place) => ({ place, files: onnxFiles(place) }));
  for (const set of FILE_SETS) {
    for (const { place, files } of found)
      if (set.every((file) => files.includes(file))) return set.map((file) => join(place, file));
  }
  for (const { place, files } of found) if (files[0] !== undefined) return [join(place, files[0])];
  throw new ModelError(
    describeProblem({
      what: "the folder holds no ONNX file",
      where: folder,
      expected: "model.onnx, or encoder_model.onnx and decoder_model.onnx, there or in onnx/",
      received: "none",
    }),
  );
}

function onnxFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(".onnx"))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

export function openFolder(folder: string, options: OpenOptions): AttentionModel {
  const files = modelFiles(folder);
  const parts: Part[] = [];
  try {
    for (const file of files) parts.push(partOf(openGraph(file, options), file, files.length > 1));
  } catch (error) {
    for (const part of parts) void part.graph.release();
    throw error;
  }
  return joinParts(folder, files, parts);
}

/** One file of a model, with the names that its towers and inputs have in the whole. */
interface Part {
  readonly graph: GraphModel;
  readonly blocks: AttentionModel["blocks"];
  /** Input of the file → input of the whole. */
  readonly names: ReadonlyMap<string, string>;
}

function partOf(graph: GraphModel, file: string, isOneOfSeveral: boolean): Part {
  const name = /(encoder|decoder|text|vision|audio)_model/.exec(file)?.[1];
  const isDecoder = name === "decoder" && isOneOfSeveral;
  const blocks =
    isOneOfSeveral && name !== undefined
      ? graph.blocks.map((block) => ({ ...block, tower: block.tower ?? name }))
      : graph.blocks;
  const rename = (input: string): string =>
    isDecoder && (input === "input_ids" || input === "attention_mask") ? `decoder_${input}` : input;
  return { graph, blocks, names: new Map(graph.inputs.map((input) => [input.name, rename(input.name)])) };
}

/** What a decoder takes from its encoder, rather than from outside. */
const HIDDEN = "encoder_hidden_states";
const HIDDEN_MASK = "encoder_attention_mask";

function joinParts(folder: string, files: readonly string[], parts: readonly Part[]): AttentionModel {
  const blocks = parts.flatMap((part) => part.blocks);
  const [encoder, decoder] = parts;
  const isLinked = decoder?.graph.inputs.some((input) => input.name === HIDDEN) ?? false;
  const hasMask = encoder?.names.has("attention_mask") ?? false;
  const isGiven = (input: OnnxInput): boolean =>
    isLinked && (input.name === HIDDEN || (input.name === HIDDEN_MASK && hasMask));

  /** Runs the parts in turn, each on the inputs that are its own. */
  async function inTurn<T>(
    feeds: Feeds,
    batch: number,
    visit: (part: Part, own: Feeds) => Promise<T>,
  ): Promise<T[]> {
    const results: T[] = [];
    for (const part of parts) {
      const own: Record<string, Tensor> = {};
      for (const [input, name] of part.names) if (feeds[name]) own[input] = feeds[name];
      if (part === decoder && isLinked && encoder) {
        const hidden = await hiddenStates(encoder, feeds, batch);
        own[HIDDEN] = hidden;
        if (hasMask && feeds["attention_mask"]) own[HIDDEN_MASK] = feeds["attention_mask"];
      }
      results.push(await visit(part, own));
    }
    return results;
  }

  const renamed = (part: Part): OnnxInput[] =>
    part.graph.inputs
      .filter((input) => part !== decoder || !isGiven(input))
      .map((input) => ({ ...input, name: part.names.get(input.name) ?? input.name }));
  const inputs = new Map(parts.flatMap(renamed).map((input) => [input.name, input]));
  return {
    path: folder,
    files,
    blocks,
    rejections: parts.flatMap((part) => part.graph.rejections),
    inputs: [...inputs.values()],
    run: async (feeds, batch) => {
      const runs = await inTurn(feeds, batch, async (part, own): Promise<BlockCapture[]> => {
        const { blocks: captured } = await part.graph.run(own, batch);
        return captured.map((block, i) => ({ ...block, block: part.blocks[i] ?? block.block }));
      });
      return runs.flat();
    },
    replay: async (feeds, batch) => {
      const replays = await inTurn(feeds, batch, (part, own) => part.graph.replay(own, batch));
      return reportReplay(blocks, replays.flat());
    },
    release: async () => {
      for (const part of parts) await part.graph.release();
    },
  };
}

async function hiddenStates(encoder: Part, feeds: Feeds, batch: number): Promise<Tensor> {
  const { outputs } = encoder.graph;
  const output = outputs.find((name) => name === "last_hidden_state") ?? outputs[0] ?? "";
  const { kept } = await encoder.graph.run(feeds, batch, [output]);
  const hidden = kept[output];
  if (hidden === undefined) throw new Error(`${encoder.graph.path} gave no ${output}`);
  return hidden;
}
