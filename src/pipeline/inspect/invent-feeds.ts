/** Feeds made up from what a graph says of its inputs: enough to run a model that comes with no data. */
import type { Tensor } from "onnxruntime-node";
import { seededRandom } from "#math/random.ts";
import { feedTensor, type Runtime } from "../onnx/feed-tensor.ts";
import { DATA_TYPE, isFloatInput } from "../onnx/fed-types.ts";
import type { OnnxInput } from "../onnx/onnx-graph.ts";
import type { Feeds } from "../onnx/open-graph.ts";

export interface FeedSizes {
  readonly batch: number;
  /** Tokens per sequence, where the graph leaves it open. */
  readonly length: number;
  /** Side of a picture in pixels, and samples of a sound, where the graph leaves them open. */
  readonly imagePx: number;
  readonly nSamples: number;
  /** Channels and frames of a spectrogram, where the graph leaves them open. */
  readonly nMels: number;
  readonly nFrames: number;
  /** Width of vectors that are fed, where the graph leaves it open. */
  readonly width: number;
}

/** Same inputs and sizes, same feeds. */
export function inventFeeds(runtime: Runtime, inputs: readonly OnnxInput[], sizes: FeedSizes): Feeds {
  const random = seededRandom(1);
  const feeds: Record<string, Tensor> = {};
  for (const input of inputs) {
    const tensor = invent(runtime, input, sizes, random);
    // What holds no numbers is left to onnxruntime, which says what it misses.
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
  const dims = input.dims.map((dim, axis) =>
    typeof dim === "number" && dim > 0 ? dim : sizeOf(input, axis, sizes),
  );
  const size = dims.reduce((a, b) => a * b, 1);
  const value = valueOf(input, dims, random);
  return feedTensor(
    runtime,
    input,
    dims,
    Float64Array.from({ length: size }, (_, i) => value(i)),
  );
}

const isCache = (input: OnnxInput): boolean => /past|cache(?!_branch)/.test(input.name);

/** The size of an open axis, by the words that exporters use. */
function sizeOf(input: OnnxInput, axis: number, sizes: FeedSizes): number {
  const symbol = String(input.dims[axis]);
  if (symbol.includes("batch")) return sizes.batch;
  if (isCache(input)) return axis === 0 ? sizes.batch : 0;
  if (axis === 0) return input.dims.length === 1 ? sizes.length : sizes.batch;
  if (isFloatInput(input) && !input.name.includes("mask")) {
    if (input.dims.length === 4) return axis === 1 ? 3 : sizes.imagePx;
    if (input.dims.length === 2) return sizes.nSamples;
    if (input.name.includes("features")) return axis === 1 ? sizes.nMels : sizes.nFrames;
    if (axis === input.dims.length - 1) return sizes.width;
  }
  return sizes.length;
}

/** What stands at each place: ids within the vocabulary, ones in masks, places in positions, small numbers else. */
function valueOf(input: OnnxInput, dims: readonly number[], random: () => number): (i: number) => number {
  const { name } = input;
  const last = dims.at(-1) ?? 1;
  if (/use_cache|token_type|segment/.test(name)) return () => 0;
  if (name.includes("mask")) {
    // Masks of four axes in floats are added to the scores: nothing is masked by 0.
    return isFloatInput(input) && dims.length === 4 ? () => 0 : () => 1;
  }
  if (name.includes("position")) return (i) => i % last;
  if (isFloatInput(input)) return () => random() * 2 - 1;
  if (input.dataType === DATA_TYPE.bool) return () => 1;
  const { vocabulary = 32 } = input;
  return () => Math.floor(random() * vocabulary);
}
