/** Batches of sequences → the tensors for a model's inputs, by name. */
import { emptyCache, fixedBatch, fixedLength, fixedSize } from "../../onnx/feeds/feed-shapes.ts";
import { feedTensor } from "../../onnx/feeds/feed-tensor.ts";
import type { OnnxInput } from "../../onnx/file/index-model.ts";
import type { Feeds } from "../../onnx/open-model.ts";
import { Tensor } from "../../onnx/runtime.ts";
import type { EncodedSequence } from "../encoded-dataset.ts";
import type { StreamBatch } from "../model-input.ts";
import { fillMask, fillTokens } from "./fill-tokens.ts";
import { stackPixels } from "./stack-pixels.ts";
import { tooLong, unknownInputs, unknownToken } from "./unfit-inputs.ts";

export interface MadeFeeds {
  readonly feeds: Feeds;
  /** The sequences of a batch. If the model takes a fixed number, the last sequence is repeated to fill it. */
  readonly batch: number;
}

/**
 * Feeds for one batch, padded on the right.
 *
 * @param batch Sequences of every stream, equally many of each.
 * @throws {ModelError} naming the inputs that this kind of data cannot fill.
 */
export async function makeFeeds(
  inputs: readonly OnnxInput[],
  batch: StreamBatch,
  modelPath: string,
): Promise<MadeFeeds> {
  const size = fixedBatch(inputs);
  const filled = new Map([...batch].map(([name, sequences]) => [name, repeatLast(sequences, size)]));
  const feeds: [string, Tensor][] = [];
  const open: OnnxInput[] = [];
  for (const input of inputs) {
    const tensor = await fillInput(input, filled, inputs, modelPath);
    if (tensor === undefined) open.push(input);
    else feeds.push([input.name, tensor]);
  }
  if (open.length > 0) throw unknownInputs(open, modelPath);
  return { feeds: Object.fromEntries(feeds), batch: [...filled.values()][0]?.length ?? 0 };
}

function repeatLast(sequences: readonly EncodedSequence[], size = 0): readonly EncodedSequence[] {
  const last = sequences.at(-1);
  if (last === undefined || sequences.length >= size) return sequences;
  return [...sequences, ...Array<EncodedSequence>(size - sequences.length).fill(last)];
}

const RUNTIME = { Tensor };
const PREPARED = /^(pixel_values|pixel_mask|input_features|input_values)$/;

async function fillInput(
  input: OnnxInput,
  batch: StreamBatch,
  inputs: readonly OnnxInput[],
  modelPath: string,
): Promise<Tensor | undefined> {
  const { role } = input;
  if (role === undefined) return undefined;
  const sequences = streamOf(role, batch);
  if (role === "past_key_values") {
    const dims = emptyCache(input, sequences.length);
    return dims && feedTensor(RUNTIME, input, dims, []);
  }
  if (role === "use_cache_branch") return feedTensor(RUNTIME, input, [1], [0]);
  if (PREPARED.test(role)) return stackPixels(RUNTIME, input, sequences, modelPath);
  if (sequences.some((sequence) => sequence.ids.length === 0))
    return role === "attention_mask" ? maskWhole(input, sequences) : undefined;
  const longest = Math.max(...sequences.map((sequence) => sequence.ids.length));
  const length = fixedLength(inputs, role.startsWith("decoder_")) ?? longest;
  if (length < longest) throw tooLong(input, modelPath, length, longest);
  const isCausal = inputs.some((other) => other.role === "past_key_values");
  expectVocabulary(input, sequences, modelPath);
  return role.endsWith("_mask")
    ? fillMask(RUNTIME, input, sequences, { length, isCausal })
    : fillTokens(RUNTIME, input, sequences, length);
}

/** @throws {ModelError} if the tokenizer has more tokens than the model. */
function expectVocabulary(input: OnnxInput, sequences: readonly EncodedSequence[], modelPath: string): void {
  const { role, vocabulary } = input;
  if (vocabulary === undefined || !role?.endsWith("input_ids")) return;
  for (const { ids, tokens } of sequences) {
    const at = ids.findIndex((id) => id >= vocabulary);
    if (at >= 0) throw unknownToken(input, modelPath, { id: ids[at]!, token: tokens[at] ?? "", vocabulary });
  }
}

/** The model attends to the whole spectrogram, including the silence after a recording. */
async function maskWhole(
  input: OnnxInput,
  sequences: readonly EncodedSequence[],
): Promise<Tensor | undefined> {
  const width = (await sequences[0]?.pixels?.())?.dims.at(-1);
  if (width === undefined || input.dims.length > 2) return undefined;
  const dims = [sequences.length, fixedSize(input.dims[1]) ?? width];
  return feedTensor(RUNTIME, input, dims, new Uint8Array(dims[0]! * dims[1]!).fill(1));
}

/** The decoder's stream for inputs of a decoder; otherwise, if there are two streams, the one of the input's kind. */
function streamOf(role: string, batch: StreamBatch): readonly EncodedSequence[] {
  const decoder = batch.get("decoder");
  if (decoder && /^decoder_|^past_key_values/.test(role)) return decoder;
  const streams = [...batch.values()];
  const isText = (sequences: readonly EncodedSequence[]): boolean =>
    sequences.every(({ ids }) => ids.length > 0);
  return streams.find((sequences) => PREPARED.test(role) !== isText(sequences)) ?? streams[0] ?? [];
}
