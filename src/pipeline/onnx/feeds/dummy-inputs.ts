/** Makes up feeds from what a graph says about its inputs: enough to run a model without data. */
import { counted } from "#atlas/counted.ts";
import { seededRandom } from "#math/random.ts";
import { DATA_TYPE, isFloatInput } from "./fed-types.ts";
import { emptyCache, fixedSize } from "./feed-shapes.ts";
import { feedTensor, type Runtime } from "./feed-tensor.ts";
import { nameSays } from "./known-inputs.ts";
import type { OnnxInput } from "../file/onnx-graph.ts";
import type { Feeds } from "../run/sessions.ts";
import type { Tensor } from "../runtime.ts";

export interface FeedSizes {
  readonly batch: number;
  /** Tokens per sequence, if the graph leaves the axis open. */
  readonly length: number;
  /** Side of a picture in pixels, and samples of a sound, if the graph leaves them open. */
  readonly imagePx: number;
  readonly nSamples: number;
  /** Channels and frames of a spectrogram, if the graph leaves them open. */
  readonly nMels: number;
  readonly nFrames: number;
  /** Width of vectors that are fed, if the graph leaves it open. */
  readonly width: number;
}

/** Limit for all inputs together. Two large pictures have 25 million numbers; a hundred times more would take about a minute. */
const MOST_NUMBERS = 2 ** 25;

/** Why inputs of these sizes are refused: an input that is a table of weights would take minutes. */
export function whyNoDummy(inputs: readonly OnnxInput[], sizes: FeedSizes): string | undefined {
  const shapes = inputs.map((input) => ({ name: input.name, dims: axesOf(input, sizes) }));
  const total = shapes.reduce((sum, { dims }) => sum + numbersIn(dims), 0);
  if (total <= MOST_NUMBERS) return undefined;
  const [largest] = shapes.toSorted((a, b) => numbersIn(b.dims) - numbersIn(a.dims));
  const shown = `${largest?.name ?? ""} [${largest?.dims.join(", ") ?? ""}]`;
  return `at most ${counted(MOST_NUMBERS, "number")} are made up for all inputs, and they would take ${counted(total, "number")}: most of them ${shown}`;
}

function numbersIn(dims: readonly number[]): number {
  return dims.reduce((a, b) => a * b, 1);
}

/** The same inputs and sizes give the same feeds. */
export function dummyInputs(runtime: Runtime, inputs: readonly OnnxInput[], sizes: FeedSizes): Feeds {
  const random = seededRandom(1);
  const feeds: Record<string, Tensor> = {};
  for (const input of inputs) {
    const tensor = invent(runtime, input, sizes, random);
    // Inputs without numbers are left out; onnxruntime reports what it needs.
    if (tensor) feeds[input.name] = tensor;
  }
  return feeds;
}

function invent(
  runtime: Runtime,
  input: OnnxInput,
  sizes: FeedSizes,
  random: () => number,
): Tensor | undefined {
  const dims = axesOf(input, sizes);
  const size = numbersIn(dims);
  const value = valueOf(input, dims, random);
  return feedTensor(
    runtime,
    input,
    dims,
    Float64Array.from({ length: size }, (_, i) => value(i)),
  );
}

function axesOf(input: OnnxInput, sizes: FeedSizes): number[] {
  const cache = input.role === "past_key_values" ? emptyCache(input, sizes.batch) : undefined;
  return cache ?? input.dims.map((dim, axis) => fixedSize(dim) ?? sizeOf(input, axis, sizes));
}

/** The size of an open axis, decided by the role of the input and by the names that exporters use. */
function sizeOf(input: OnnxInput, axis: number, sizes: FeedSizes): number {
  const { role, dims, picture } = input;
  if (String(dims[axis]).includes("batch")) return sizes.batch;
  const isCounting = axis === 0 && dims.length > 1 && picture?.hasBatch !== false;
  if (isCounting) return sizes.batch;
  switch (role) {
    case "pixel_values":
      return axis === channelAxis(input) ? (picture?.nChannels ?? 3) : sizes.imagePx;
    case "pixel_mask":
      return sizes.imagePx;
    case "input_features":
      // Vectors of any width, if neither a name nor a size says that they are a spectrogram.
      if (nameSays(input) === undefined && dims.slice(1).every((dim) => fixedSize(dim) === undefined))
        return axis === dims.length - 1 ? sizes.width : sizes.length;
      return axis === dims.length - 1 ? sizes.nFrames : sizes.nMels;
    case "input_values":
      return sizes.nSamples;
    case undefined:
      return isFloatInput(input) && axis === dims.length - 1 && dims.length > 2 ? sizes.width : sizes.length;
    default:
      return role === "encoder_hidden_states" && axis === dims.length - 1 ? sizes.width : sizes.length;
  }
}

function channelAxis({ dims, picture }: OnnxInput): number {
  if (picture === undefined || picture.channels === "none") return -1;
  return picture.channels === "last" ? dims.length - 1 : dims.length - 3;
}

/** The value at each place: ids within the vocabulary, ones in masks, indices in positions, otherwise small numbers. */
function valueOf(input: OnnxInput, dims: readonly number[], random: () => number): (i: number) => number {
  const { role, vocabulary = 32 } = input;
  const last = dims.at(-1) ?? 1;
  if (role === "use_cache_branch" || role === "token_type_ids") return () => 0;
  if (role?.endsWith("padding_mask")) return () => 0;
  if (role?.endsWith("mask") ?? input.name.includes("mask")) {
    // Floating-point masks with more than two axes are added to the scores, so 0 masks nothing.
    return isFloatInput(input) && dims.length > 2 ? () => 0 : () => 1;
  }
  if (role?.endsWith("position_ids")) return (i) => i % last;
  if (isFloatInput(input)) return () => random() * 2 - 1;
  if (input.dataType === DATA_TYPE.bool) return () => 1;
  const nValues = role === "pixel_values" ? 256 : vocabulary;
  return () => Math.floor(random() * nValues);
}
