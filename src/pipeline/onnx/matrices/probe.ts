/**
 * Reads matrices of a graph by what they do: a tensor is fed with unit vectors, one to a sequence of a single token, and what
 * is computed from it is the rows of the matrix. So it does not matter how a file stores and splits its weights. A single
 * token stands at position 0, where rotary positions turn nothing.
 */
import { dummyInputs } from "../feeds/dummy-inputs.ts";
import { fixedBatch } from "../feeds/feed-shapes.ts";
import { DATA_TYPE } from "../feeds/fed-types.ts";
import { deriveModel, type Cuts, type Wanted } from "../file/derive-model.ts";
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxInput } from "../file/onnx-graph.ts";
import type { GraphModel } from "../open-graph.ts";
import { Sessions, type Feeds } from "../run/sessions.ts";
import type { Tensor } from "../run/tensor.ts";
import type { NotFound } from "./find-projection.ts";

/** A tensor that is fed: a row per sequence, the same for each of its tokens. */
export interface Fed {
  readonly tensor: string;
  /** Its shape for this many sequences. */
  readonly dimsOf: (nSequences: number) => readonly number[];
  /** Numbers of a token. */
  readonly width: number;
  /** A tensor of the same form that is fed with zeros: the other term of a sum inside an operator. */
  readonly zero?: string;
  /** Axis of the tokens, and how many there are; absent with one token. */
  readonly tokens?: Tokens;
}

/** Sequences of a length that the graph fixes; all their tokens are alike, so the first one tells. */
export interface Tokens {
  readonly axis: number;
  readonly length: number;
}

/** Outputs of a run, by name. */
export type Outputs = ReadonlyMap<string, Tensor>;

const SIZES = { length: 1, imagePx: 32, nSamples: 400, nMels: 80, nFrames: 1, width: 1 };

/** Runs a part of a graph behind one tensor. */
export class Probe {
  readonly #fed: Fed;
  readonly #wanted: readonly Wanted[];
  readonly #sessions: Sessions;
  /** Number of sequences that the graph takes at once, if it is fixed. */
  readonly #fixed: number | undefined;
  /** Other inputs that it depends on. */
  readonly #inputs: readonly OnnxInput[];

  constructor(graph: GraphModel, index: GraphIndex, fed: Fed, wanted: readonly Wanted[]) {
    this.#fed = fed;
    this.#wanted = wanted;
    const dims = fed.dimsOf(1).map((size, axis) => (axis === 0 ? "rows" : size));
    const cuts: Cuts = new Map([fed.tensor, ...(fed.zero ? [fed.zero] : [])].map((name) => [name, dims]));
    const input = graph.model.inputs.find(({ name }) => name === fed.tensor);
    const isHalf = input ? input.dataType === DATA_TYPE.float16 : index.isHalf(fed.tensor);
    const halves = new Set(isHalf ? cuts.keys() : []);
    this.#fixed = fixedBatch(graph.model.inputs);
    this.#sessions = new Sessions(graph.model, 1, cuts, halves);
    const { inputs } = deriveModel(graph.model, wanted, cuts, halves);
    this.#inputs = graph.model.inputs.filter(({ name }) => name !== fed.tensor && inputs.has(name));
  }

  /** Tokens of a sequence. */
  get nTokens(): number {
    return this.#fed.tokens?.length ?? 1;
  }

  /** @param rows [n, width]. @throws {ModelError} if the graph does not run on them. */
  async run(rows: Float32Array): Promise<Outputs> {
    if (this.#fixed === undefined) return this.#runOnce(rows);
    const size = this.#fixed * this.#fed.width;
    const runs: Outputs[] = [];
    for (let from = 0; from < rows.length; from += size) {
      const own = new Float32Array(size);
      own.set(rows.subarray(from, from + size));
      runs.push(await this.#runOnce(own));
    }
    return joined(runs, rows.length / size);
  }

  async #runOnce(rows: Float32Array): Promise<Outputs> {
    const n = rows.length / this.#fed.width;
    const { Tensor: OrtTensor } = await import("../runtime.ts");
    const made = dummyInputs({ Tensor: OrtTensor }, this.#inputs, {
      ...SIZES,
      length: this.#fed.tokens?.length ?? 1,
      batch: n,
    });
    const fed = new OrtTensor("float32", repeated(rows, n, this.#fed), this.#fed.dimsOf(n));
    const { tensor, zero } = this.#fed;
    const none = zero && new OrtTensor("float32", new Float32Array(fed.data.length), fed.dims);
    const feeds: Feeds = { ...made, ...(zero && none ? { [zero]: none } : {}), [tensor]: fed };
    const out = await this.#sessions.run("probe", this.#wanted, feeds);
    return new Map(
      this.#wanted.map(({ output }) => {
        const tensor = out[output]!;
        return [output, { dims: tensor.dims, data: tensor.data as Float32Array }];
      }),
    );
  }

  release(): Promise<void> {
    return this.#sessions.release();
  }
}

/** Sequences of several runs one after the other. @param share How many of them were asked for, in runs. */
function joined(runs: readonly Outputs[], share: number): Outputs {
  const names = [...(runs[0]?.keys() ?? [])];
  return new Map(
    names.map((name) => {
      const parts = runs.map((run) => run.get(name)!);
      const [{ dims, data: first }] = parts as [Tensor];
      const data = new Float32Array(Math.round(first.length * share));
      parts.forEach((part, i) => {
        const from = i * first.length;
        for (let at = 0; at < first.length && from + at < data.length; at++) data[from + at] = part.data[at]!;
      });
      return [name, { dims: [Math.round((dims[0] ?? 1) * share), ...dims.slice(1)], data }];
    }),
  );
}

/** Each row once per token, where the axis of the tokens is. */
function repeated(rows: Float32Array, n: number, { dimsOf, tokens }: Fed): Float32Array {
  if (tokens === undefined) return rows;
  const inner = dimsOf(n)
    .slice(tokens.axis + 1)
    .reduce((a, b) => a * b, 1);
  const all = new Float32Array(rows.length * tokens.length);
  for (let from = 0, to = 0; from < rows.length; from += inner) {
    const part = rows.subarray(from, from + inner);
    for (let token = 0; token < tokens.length; token++, to += inner) all.set(part, to);
  }
  return all;
}

/** Rows of matrices, by name: [rows, columns]. */
export interface Rows {
  readonly nRows: number;
  readonly nColumns: number;
  readonly data: Float32Array;
}

/** Tokens of a run. */
const CHUNK = 256;
/** Rounding of float16 products at most. */
const TOLERANCE = 4e-3;

/**
 * The matrices from the fed tensor to outputs, without their biases.
 *
 * @param read The numbers of each output, sequence by sequence.
 * @returns For each, or why it is not a matrix: sums of unit vectors must give sums of rows.
 * @throws {RangeError} if the outputs have another form than that of independent sequences.
 */
export async function readRows(
  probe: Probe,
  width: number,
  read: (outputs: Outputs, nSequences: number) => ReadonlyMap<string, ArrayLike<number>>,
): Promise<ReadonlyMap<string, Rows | NotFound>> {
  const chunk = Math.max(1, Math.floor(CHUNK / probe.nTokens));
  // All zeros give the biases, and two sums of unit vectors are for the check.
  const sums = [0, 1].map((odd) =>
    Float32Array.from({ length: width }, (_, i) => ((i * 7 + (i >> 3)) % 2 === odd ? 1 : 0)),
  );
  const first = read(
    await probe.run(Float32Array.from([new Float32Array(width), ...sums].flatMap((row) => [...row]))),
    3,
  );
  const matrices = new Map<string, Rows>();
  for (const [name, numbers] of first) {
    const nColumns = numbers.length / 3;
    matrices.set(name, { nRows: width, nColumns, data: new Float32Array(width * nColumns) });
  }
  for (let from = 0; from < width; from += chunk) {
    const n = Math.min(chunk, width - from);
    const rows = new Float32Array(n * width);
    for (let i = 0; i < n; i++) rows[i * width + from + i] = 1;
    for (const [name, numbers] of read(await probe.run(rows), n)) {
      const { data, nColumns } = matrices.get(name)!;
      const bias = first.get(name)!;
      if (numbers.length !== n * nColumns)
        throw new RangeError("a form that changes with the number of sequences");
      for (let i = 0; i < n * nColumns; i++) data[from * nColumns + i] = numbers[i]! - bias[i % nColumns]!;
    }
  }
  return new Map(
    [...matrices].map(([name, matrix]) => [
      name,
      isLinear(matrix, first.get(name)!, sums) ? matrix : NO_MATRIX,
    ]),
  );
}

const NO_MATRIX: NotFound = {
  why: "what makes it is not a matrix alone: a norm stands between, or numbers are rounded to steps",
};

function isLinear(
  { nRows, nColumns, data }: Rows,
  first: ArrayLike<number>,
  sums: readonly Float32Array[],
): boolean {
  return sums.every((weights, s) => {
    const sum = new Float64Array(nColumns);
    let size = 0;
    for (let row = 0; row < nRows; row++) {
      if (weights[row] === 0) continue;
      for (let column = 0; column < nColumns; column++) sum[column]! += data[row * nColumns + column]!;
    }
    let error = 0;
    for (let column = 0; column < nColumns; column++) {
      const own = first[(s + 1) * nColumns + column]! - first[column]!;
      error = Math.max(error, Math.abs(own - sum[column]!));
      size = Math.max(size, Math.abs(own), Math.abs(sum[column]!));
    }
    // NaN is no match.
    return error <= TOLERANCE * Math.max(size, 1e-6);
  });
}
