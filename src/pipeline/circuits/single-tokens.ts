/** The residual stream of tokens alone, after the first block. */
import { fixedLength } from "../onnx/feeds/feed-shapes.ts";
import { dummyInputs } from "../onnx/feeds/dummy-inputs.ts";
import { feedTensor } from "../onnx/feeds/feed-tensor.ts";
import type { GraphIndex } from "../onnx/file/graph-index.ts";
import type { OnnxInput } from "../onnx/file/onnx-graph.ts";
import type { AttentionBlock } from "../onnx/open-model.ts";
import type { GraphModel } from "../onnx/open-graph.ts";
import { Sessions } from "../onnx/run/sessions.ts";
import * as runtime from "../onnx/runtime.ts";

/** A token stands at these positions and is averaged over all but the first, where models behave in ways of their own. */
const N_POSITIONS = 9;
const PER_RUN = 128;
const SIZES = { imagePx: 32, nSamples: 400, nMels: 80, nFrames: 1, width: 1 };
const OUTPUT = "headland.alone";

export interface AloneInput {
  readonly graph: GraphModel;
  readonly index: GraphIndex;
  /** The input of token ids. */
  readonly input: OnnxInput;
  readonly first: AttentionBlock;
  readonly nHeads: number;
  /** The tensor of the stream behind the first block, and its width. */
  readonly stream: string;
  readonly width: number;
}

/**
 * Each token sees itself alone: the weights of the first block are fed as ones on the diagonal. Where they cannot be, because
 * attention is inside an operator, the token is the only one of its sequence.
 *
 * @returns [ids, width]
 */
export async function aloneAfterFirst(about: AloneInput, ids: readonly number[]): Promise<Float32Array> {
  const { first, index, nHeads } = about;
  const { source } = first;
  if (source.type === "plain") {
    const rank = index.rankOf(source.weights) ?? 4;
    const length = fixedLength(about.graph.model.inputs) ?? N_POSITIONS;
    const batchDims = (n: number): number[] => (rank === 3 ? [n * nHeads] : [n, nHeads]);
    try {
      return await run(about, ids, { length, cut: source.weights, batchDims });
    } catch (error) {
      if (!(error instanceof Error && /^(ModelError|RangeError)$/.test(error.name))) throw error;
    }
  }
  return run(about, ids, { length: 1 });
}

interface Form {
  readonly length: number;
  readonly cut?: string;
  readonly batchDims?: (n: number) => readonly number[];
}

async function run(about: AloneInput, ids: readonly number[], form: Form): Promise<Float32Array> {
  const { graph, index, input, stream, width } = about;
  const { length, cut, batchDims } = form;
  const dims = batchDims?.(1).map((size, axis) => (axis === 0 ? "rows" : size));
  const cuts =
    cut === undefined || dims === undefined ? undefined : new Map([[cut, [...dims, length, length]]]);
  const halves = new Set(cut !== undefined && index.isHalf(cut) ? [cut] : []);
  const sessions = new Sessions(graph.model, 1, cuts, halves);
  const rows = new Float32Array(ids.length * width);
  try {
    for (let from = 0; from < ids.length; from += PER_RUN) {
      const own = ids.slice(from, from + PER_RUN);
      const others = graph.model.inputs.filter(
        ({ name, role }) => name !== input.name && role !== "pixel_values",
      );
      const feeds = { ...dummyInputs(runtime, others, { ...SIZES, length, batch: own.length }) };
      const repeated = own.flatMap((id) => Array<number>(length).fill(id));
      const fed = feedTensor(runtime, input, [own.length, length], repeated);
      if (fed) feeds[input.name] = fed;
      if (cut !== undefined && batchDims) feeds[cut] = diagonal(batchDims(own.length), length);
      const out = await sessions.run("alone", [{ tensor: stream, output: OUTPUT }], feeds);
      const data = out[OUTPUT]?.data;
      if (!(data instanceof Float32Array) || data.length !== own.length * length * width)
        throw new RangeError("a stream of another form");
      own.forEach((_, i) => average(data, i * length, length, rows, from + i, width));
    }
  } finally {
    await sessions.release();
  }
  return rows;
}

function average(
  data: Float32Array,
  firstToken: number,
  length: number,
  rows: Float32Array,
  row: number,
  width: number,
): void {
  const begin = length > 1 ? 1 : 0;
  for (let axis = 0; axis < width; axis++) {
    let sum = 0;
    for (let p = begin; p < length; p++) sum += data[(firstToken + p) * width + axis]!;
    rows[row * width + axis] = sum / (length - begin);
  }
}

function diagonal(batchDims: readonly number[], length: number): runtime.Tensor {
  const n = batchDims.reduce((a, b) => a * b, 1);
  const ones = new Float32Array(n * length * length);
  for (let i = 0; i < n; i++) for (let p = 0; p < length; p++) ones[(i * length + p) * length + p] = 1;
  return new runtime.Tensor("float32", ones, [...batchDims, length, length]);
}
