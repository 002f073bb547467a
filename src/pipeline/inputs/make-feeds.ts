/** Batches of sequences → the tensors that a model's inputs ask for, by name. */
import { Tensor } from "onnxruntime-node";
import { describeProblem, ModelError } from "../errors.ts";
import { feedTensor } from "../onnx/feed-tensor.ts";
import { typeName } from "../onnx/fed-types.ts";
import type { Feeds } from "../onnx/open-model.ts";
import type { OnnxInput } from "../onnx/skim-model.ts";
import type { EncodedSequence } from "./encoded-dataset.ts";
import type { StreamBatch } from "./model-input.ts";

/**
 * Sequences that run together, by their index; of like length, so that little is padding. Same input, same batches.
 *
 * @param isApart Only sequences of one length run together: a model without a mask would take padding for tokens.
 */
export function makeBatches(lengths: readonly number[], tokensPerBatch: number, isApart = false): number[][] {
  const order = lengths.map((_, i) => i).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const i of order) {
    // Sorted by length, so the newest is the longest: all others are padded to it.
    const isOther = isApart && lengths[i] !== lengths[batch[0] ?? i];
    if (batch.length > 0 && (isOther || (batch.length + 1) * lengths[i]! > tokensPerBatch)) {
      batches.push(batch);
      batch = [];
    }
    batch.push(i);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/**
 * Feeds for one batch, padded on the right.
 *
 * @param batch Sequences of every stream; each as many.
 * @throws {ModelError} naming an input that this kind of data cannot fill.
 */
export async function makeFeeds(
  inputs: readonly OnnxInput[],
  batch: StreamBatch,
  modelPath: string,
): Promise<Feeds> {
  const feeds: [string, Tensor][] = [];
  for (const input of inputs) {
    const tensor = await fillInput(input, batch);
    if (tensor === undefined) throw unknownInput(input, modelPath);
    feeds.push([input.name, tensor]);
  }
  return Object.fromEntries(feeds);
}

const RUNTIME = { Tensor };
const PIXELS = /^(pixel_values|input_features|input_values)$/;

async function fillInput(input: OnnxInput, batch: StreamBatch): Promise<Tensor | undefined> {
  const { name } = input;
  const sequences = streamOf(name, batch);
  if (PIXELS.test(name)) return pixelTensor(input, sequences);
  if (sequences.some((sequence) => sequence.ids.length === 0)) return undefined;
  const length = Math.max(...sequences.map((sequence) => sequence.ids.length));
  const tokens = (value: (sequence: EncodedSequence, i: number) => number): Tensor | undefined =>
    feedTensor(
      RUNTIME,
      input,
      [sequences.length, length],
      sequences.flatMap((s) => Array.from({ length }, (_, i) => value(s, i))),
    );
  if (name === "input_ids" || name === "decoder_input_ids") return tokens((s, i) => s.ids[i] ?? 0);
  if (name.endsWith("attention_mask")) return tokens((s, i) => (i < s.ids.length ? 1 : 0));
  if (name.endsWith("token_type_ids")) return tokens((s, i) => s.typeIds[i] ?? 0);
  if (name.endsWith("position_ids")) return tokens((_, i) => i);
  if (name === "use_cache_branch") return new Tensor("bool", [false], [1]);
  if (name.startsWith("past_key_values")) return emptyPast(input, sequences.length);
  return undefined;
}

/** The decoder's stream for what is called so; else, of two, the one that is of the input's kind. */
function streamOf(name: string, batch: StreamBatch): readonly EncodedSequence[] {
  const decoder = batch.get("decoder");
  if (decoder && /^decoder_|^past_key_values/.test(name)) return decoder;
  const streams = [...batch.values()];
  const isText = (sequences: readonly EncodedSequence[]): boolean =>
    sequences.every(({ ids }) => ids.length > 0);
  return streams.find((sequences) => PIXELS.test(name) !== isText(sequences)) ?? streams[0] ?? [];
}

async function pixelTensor(
  input: OnnxInput,
  sequences: readonly EncodedSequence[],
): Promise<Tensor | undefined> {
  const pixels = await Promise.all(sequences.map(async (sequence) => sequence.pixels?.()));
  const [first] = pixels;
  if (first === undefined) return undefined;
  const data = new Float32Array(first.data.length * pixels.length);
  pixels.forEach((picture, i) => {
    data.set(picture?.data ?? [], i * first.data.length);
  });
  return feedTensor(RUNTIME, input, [pixels.length, ...first.dims], data);
}

/** A cache with nothing in it: every symbolic size but the batch is a length, and that is 0. */
function emptyPast(input: OnnxInput, batch: number): Tensor | undefined {
  const dims = input.dims.map((dim, axis) => (typeof dim === "number" ? dim : axis === 0 ? batch : 0));
  return feedTensor(RUNTIME, input, dims, []);
}

function unknownInput(input: OnnxInput, modelPath: string): ModelError {
  return new ModelError(
    describeProblem({
      what: "the model asks for an input that this dataset cannot fill",
      where: `${modelPath}, input ${input.name}`,
      expected: "input_ids and its masks and positions, past_key_values.*, pixel_values or input_features",
      received: `${input.name} ${typeName(input.dataType)} [${input.dims.join(", ")}]`,
      cure: "Is the dataset of the kind that the model takes? Of a model for texts and pictures, name one tower in `file`, e.g. onnx/vision_model.onnx.",
    }),
  );
}
