/** Copy scores and copying eigenvalues: what a head that looks at a token adds to the model's answer. */
import { seededRandom, seedFrom, shuffledIndices } from "#math/random.ts";
import type { WeightScores } from "#measures/scores.ts";
import { copyChance, copyScores } from "#measures/weights/copy-scores.ts";
import type { Matrix } from "#measures/weights/matrix.ts";
import { COPY_ROWS, unreadable } from "#measures/weights/weight-measures.ts";
import { GraphIndex } from "../onnx/file/graph-index.ts";
import type { OnnxInput } from "../onnx/file/onnx-graph.ts";
import type { NotFound } from "../onnx/matrices/find-projection.ts";
import { findUnembedding, type Unembedding } from "../onnx/matrices/find-vocabulary.ts";
import { Probe } from "../onnx/matrices/probe.ts";
import { blockStream } from "../onnx/matrices/read-block.ts";
import { graphsOf } from "../onnx/model-graphs.ts";
import type { GraphModel } from "../onnx/open-graph.ts";
import type { AttentionModel } from "../onnx/open-model.ts";
import { aloneAfterFirst } from "./single-tokens.ts";

/** Numbers of a head's logits that are held at once, and the fewest tokens: more are a sample by seed. */
const MOST_LOGITS = 2 ** 22;
const LEAST_TOKENS = 128;
const LOGITS = "headland.logits";

/** What all heads of a model share. */
export interface Vocabulary {
  readonly graph: GraphModel;
  readonly index: GraphIndex;
  readonly input: OnnxInput;
  readonly unembedding: Unembedding;
  readonly nWords: number;
}

/** Only for models of one tower that read tokens and answer with a number per token. */
export function findVocabulary(model: AttentionModel): Vocabulary | NotFound {
  const [graph, second] = graphsOf(model);
  if (graph === undefined || second !== undefined)
    return { why: "a token alone says nothing to a decoder that reads an encoder" };
  const input = graph.model.inputs.find(({ role }) => role === "input_ids");
  if (input === undefined) return { why: "the model reads no tokens" };
  const { vocabulary: nWords } = input;
  if (nWords === undefined) return { why: "the table of tokens was not found" };
  if (graph.blocks.some(({ kind }) => kind === "cross"))
    return { why: "a token alone says nothing to a decoder that reads an encoder" };
  if (new Set(graph.blocks.map(({ tower }) => tower)).size > 1)
    return { why: "the model has several towers" };
  const index = new GraphIndex(graph.model);
  const unembedding = findUnembedding(index, graph.outputs, nWords);
  return "why" in unembedding ? unembedding : { graph, index, input, unembedding, nWords };
}

export class CopyTest {
  readonly #probe: Probe;
  readonly #ids: readonly number[];
  /** [ids, width] */
  readonly #alone: Float32Array;
  readonly #width: number;
  readonly #nWords: number;

  private constructor(vocabulary: Vocabulary, ids: readonly number[], alone: Float32Array, width: number) {
    const { graph, index, unembedding, nWords } = vocabulary;
    const { stream, zero } = unembedding;
    const { tensor } = stream;
    const isFlat = index.rankOf(tensor) === 2;
    const dimsOf = (n: number): number[] => (isFlat ? [n, width] : [n, 1, width]);
    this.#probe = new Probe(graph, index, { tensor, dimsOf, width, ...(zero ? { zero } : {}) }, [
      { tensor: unembedding.logits, output: LOGITS },
    ]);
    this.#ids = ids;
    this.#alone = alone;
    this.#width = width;
    this.#nWords = nWords;
  }

  /** @param nHeads Of the first block. @throws {ModelError | RangeError} if the graph does not run on single tokens. */
  static async open(vocabulary: Vocabulary, nHeads: number): Promise<CopyTest | NotFound> {
    const { graph, index, input, unembedding, nWords } = vocabulary;
    const [first, second] = graph.blocks;
    if (first === undefined) return { why: "the model has no attention" };
    const last = unembedding.zero === undefined ? unembedding.stream.tensor : undefined;
    const behind = second === undefined ? last : blockStream(index, second)?.tensor;
    if (behind === undefined) return { why: "the residual stream behind the first block was not found" };
    const { width } = unembedding;
    const ids = sampleTokens(nWords);
    const alone = await aloneAfterFirst({ graph, index, input, first, nHeads, stream: behind, width }, ids);
    return new CopyTest(vocabulary, ids, alone, width);
  }

  /** @param value W_V of the head. @param output Its W_O. */
  async test(value: Matrix, output: Matrix): Promise<WeightScores> {
    const width = this.#width;
    if (value.nRows !== width || output.nColumns !== width)
      return { head: unreadable(COPY_ROWS, "its stream is not the one that becomes the answer"), chance: {} };
    const nTokens = this.#ids.length;
    const inside = times(this.#alone, value, nTokens);
    const made = times(inside, output, nTokens);
    const logits = new Float32Array(nTokens * this.#nWords);
    const chunk = Math.max(1, Math.floor(MOST_LOGITS / this.#nWords));
    for (let from = 0; from < nTokens; from += chunk) {
      const rows = made.slice(from * width, (from + chunk) * width);
      const out = (await this.#probe.run(rows)).get(LOGITS);
      if (out?.data.length !== (rows.length / width) * this.#nWords)
        throw new RangeError("other logits than a row per token");
      logits.set(out.data, from * this.#nWords);
    }
    return { head: copyScores(logits, this.#ids), chance: copyChance(this.#nWords) };
  }

  release(): Promise<void> {
    return this.#probe.release();
  }
}

/** All tokens, or some of them by seed. */
function sampleTokens(nWords: number): number[] {
  const most = Math.max(LEAST_TOKENS, Math.floor(MOST_LOGITS / nWords));
  if (nWords <= most) return Array.from({ length: nWords }, (_, id) => id);
  const order = shuffledIndices(nWords, seededRandom(seedFrom("copy score", nWords)));
  return Array.from(order.subarray(0, most)).sort((a, b) => a - b);
}

/** [n, rows] × [rows, columns] */
function times(rows: Float32Array, { nRows, nColumns, data }: Matrix, n: number): Float32Array {
  const product = new Float32Array(n * nColumns);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < nRows; k++) {
      const x = rows[i * nRows + k]!;
      for (let j = 0; j < nColumns; j++) product[i * nColumns + j]! += x * data[k * nColumns + j]!;
    }
  }
  return product;
}
