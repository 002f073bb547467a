/** Feeds made up from what a graph says of its inputs: enough to run a model that comes with no data. */
import type { Tensor } from "onnxruntime-node";
import { seededRandom } from "#math/random.ts";
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

/** onnxruntime, handed in: made-up feeds need its tensors and nothing else of it. */
interface Runtime {
  readonly Tensor: typeof Tensor;
}

/** Types that made-up numbers can be given in, by TensorProto.DataType. */
const [FLOAT, INT32, INT64, BOOL, FLOAT16] = [1, 6, 7, 9, 10];

/** Same inputs and sizes, same feeds. */
export function inventFeeds(runtime: Runtime, inputs: readonly OnnxInput[], sizes: FeedSizes): Feeds {
  const random = seededRandom(1);
  return Object.fromEntries(inputs.map((input) => [input.name, invent(runtime, input, sizes, random)]));
}

function invent(runtime: Runtime, input: OnnxInput, sizes: FeedSizes, random: () => number): Tensor {
  const dims = input.dims.map((dim, axis) =>
    typeof dim === "number" && dim > 0 ? dim : sizeOf(input, axis, sizes),
  );
  const size = dims.reduce((a, b) => a * b, 1);
  const value = valueOf(input, dims, random);
  switch (input.dataType) {
    case INT64:
      return new runtime.Tensor(
        "int64",
        BigInt64Array.from({ length: size }, (_, i) => BigInt(value(i))),
        dims,
      );
    case INT32:
      return new runtime.Tensor(
        "int32",
        Int32Array.from({ length: size }, (_, i) => value(i)),
        dims,
      );
    case BOOL:
      return new runtime.Tensor(
        "bool",
        Uint8Array.from({ length: size }, (_, i) => value(i)),
        dims,
      );
    case FLOAT16:
      return new runtime.Tensor(
        "float16",
        Uint16Array.from({ length: size }, (_, i) => toHalf(value(i))),
        dims,
      );
    default:
      return new runtime.Tensor(
        "float32",
        Float32Array.from({ length: size }, (_, i) => value(i)),
        dims,
      );
  }
}

const isCache = (input: OnnxInput): boolean => /past|cache(?!_branch)/.test(input.name);
const isFloat = (input: OnnxInput): boolean => input.dataType === FLOAT || input.dataType === FLOAT16;

/** The size of an open axis, by the words that exporters use. */
function sizeOf(input: OnnxInput, axis: number, sizes: FeedSizes): number {
  const symbol = String(input.dims[axis]);
  if (symbol.includes("batch")) return sizes.batch;
  if (isCache(input)) return axis === 0 ? sizes.batch : 0;
  if (axis === 0) return input.dims.length === 1 ? sizes.length : sizes.batch;
  if (isFloat(input) && !input.name.includes("mask")) {
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
    return isFloat(input) && dims.length === 4 ? () => 0 : () => 1;
  }
  if (name.includes("position")) return (i) => i % last;
  if (isFloat(input)) return () => random() * 2 - 1;
  if (input.dataType === BOOL) return () => 1;
  const { vocabulary = 32 } = input;
  return () => Math.floor(random() * vocabulary);
}

/** A number of −1 to 1 in 16 bits; what is smaller than 2⁻¹⁴ becomes 0. */
function toHalf(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  if (exponent <= 0) return 0;
  return ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff);
}
