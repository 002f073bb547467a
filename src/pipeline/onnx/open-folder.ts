/** Opens a model of several files: an encoder and its decoder, or towers of text and pictures, as one. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Tensor } from "onnxruntime-node";
import { describeProblem, ModelError } from "../errors.ts";
import type { BlockCapture } from "./block-capture.ts";
import { chooseFiles, isGraph } from "./model-files.ts";
import { HIDDEN_STATES, nameParts } from "./name-parts.ts";
import type { OnnxInput } from "./onnx-graph.ts";
import { openGraph, type Feeds, type GraphModel, type OpenOptions } from "./open-graph.ts";
import type { AttentionModel } from "./open-model.ts";
import { noSuchTower } from "./refuse-model.ts";
import { reportReplay } from "./replay-report.ts";

/**
 * Paths of the files that openModel would open in a folder; where no name is known, the first one there is.
 *
 * @throws {ModelError} if there is none.
 */
export function modelFiles(folder: string): readonly string[] {
  const names = listGraphs(folder);
  const files = chooseFiles(names) ?? names.slice(0, 1);
  if (files.length > 0) return files.map((file) => join(folder, file));
  throw new ModelError(
    describeProblem({
      what: "the folder holds no ONNX file",
      where: folder,
      expected: "model.onnx, or encoder_model.onnx and decoder_model.onnx, there or in onnx/",
      received: "none",
    }),
  );
}

/** Paths of all graphs of a folder, as seen from there. */
export function listGraphs(folder: string): string[] {
  return [...onnxFiles(join(folder, "onnx")).map((file) => `onnx/${file}`), ...onnxFiles(folder)];
}

function onnxFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter(isGraph).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

/** Opens these files of a folder as one model; a decoder that needs an encoder runs behind it, in whatever order they come. */
export function openFiles(folder: string, files: readonly string[], options: OpenOptions): AttentionModel {
  const parts: Part[] = [];
  try {
    for (const { file, tower } of nameParts(files)) {
      const part = partOf(file, tower, options);
      if (part) parts.push(part);
    }
    if (parts.length === 0) throw noSuchTower(folder, options.towers ?? []);
    return joinParts(folder, files, parts);
  } catch (error) {
    for (const part of parts) void part.graph.release();
    throw error;
  }
}

/** One file of a model, with the names that its towers and inputs have in the whole. */
interface Part {
  readonly graph: GraphModel;
  readonly tower: string | undefined;
  /** Input of the file → input of the whole. */
  readonly names: ReadonlyMap<string, string>;
}

/** Undefined where none of the file's towers is asked for. */
function partOf(file: string, tower: string | undefined, options: OpenOptions): Part | undefined {
  const graph = openGraph(file, options, tower);
  if (graph === undefined) return undefined;
  const rename = (input: string): string =>
    tower === "decoder" && (input === "input_ids" || input === "attention_mask") ? `decoder_${input}` : input;
  return { graph, tower, names: new Map(graph.inputs.map((input) => [input.name, rename(input.name)])) };
}

const HIDDEN_MASK = "encoder_attention_mask";

/** A decoder and the encoder whose hidden states it reads. */
function linkOf(parts: readonly Part[]): { readonly decoder?: Part; readonly encoder?: Part } {
  const decoder = parts.find(({ graph }) => graph.inputs.some((input) => input.name === HIDDEN_STATES));
  const encoder = decoder && parts.find((part) => part !== decoder);
  return decoder && encoder ? { decoder, encoder } : {};
}

function joinParts(folder: string, files: readonly string[], given: readonly Part[]): AttentionModel {
  const { decoder, encoder } = linkOf(given);
  const isLinked = decoder !== undefined;
  const parts = [...given.filter((part) => part !== decoder), ...(decoder ? [decoder] : [])];
  const blocks = parts.flatMap((part) => part.graph.blocks);
  const hasMask = encoder?.names.has("attention_mask") ?? false;
  const isGiven = (input: OnnxInput): boolean =>
    isLinked && (input.name === HIDDEN_STATES || (input.name === HIDDEN_MASK && hasMask));

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
      if (part === decoder && encoder) {
        const hidden = await hiddenStates(encoder, feeds, batch);
        own[HIDDEN_STATES] = hidden;
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
        return (await part.graph.run(own, batch)).blocks;
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
