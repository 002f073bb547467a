/** Copy scores and copying eigenvalues: what a head that looks at a token adds to the model's answer. */
import { seededRandom, seedFrom, shuffledIndices } from "#math/random.ts";
import type { WeightScores } from "#measures/scores.ts";
import { copyChance } from "#measures/weights/copy-scores.ts";
import type { Matrix } from "#measures/weights/matrix.ts";
import { COPY_ROWS, unreadable } from "#measures/weights/weight-measures.ts";
import { GraphIndex } from "../onnx/file/graph-index.ts";
import type { NotFound } from "../onnx/matrices/find-projection.ts";
import { findUnembedding, storedUnembedding } from "../onnx/matrices/find-vocabulary.ts";
import { blockStream } from "../onnx/matrices/read-block.ts";
import { graphsOf } from "../onnx/model-graphs.ts";
import type { AttentionModel } from "../onnx/open-model.ts";
import { MOST_LOGITS, type Answer, type Vocabulary } from "./answer/answer.ts";
import { GraphAnswer } from "./answer/graph-answer.ts";
import { TableAnswer } from "./answer/table-answer.ts";
import type { Products } from "./products.ts";
import { aloneAfterFirst } from "./single-tokens.ts";

/** The fewest tokens of a larger vocabulary: a sample by seed. Then a share is known to about 0.04. */
const LEAST_TOKENS = 128;

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
  const { answer } = graph;
  if (answer !== undefined && "why" in answer) return answer;
  const unembedding =
    answer === undefined ? findUnembedding(index, graph.outputs, nWords) : storedUnembedding(index, answer);
  return "why" in unembedding ? unembedding : { graph, index, input, unembedding, nWords };
}

/** A head's W_V and W_O. */
export interface HeadOfValues {
  readonly value: Matrix;
  readonly output: Matrix;
}

export class CopyTest {
  readonly #answer: Answer;
  readonly #products: Products;
  /** [tokens, width] */
  readonly #alone: Float32Array;
  readonly #width: number;
  readonly #nWords: number;

  private constructor(
    answer: Answer,
    products: Products,
    { nWords, unembedding }: Vocabulary,
    alone: Float32Array,
  ) {
    this.#answer = answer;
    this.#products = products;
    this.#alone = alone;
    this.#width = unembedding.width;
    this.#nWords = nWords;
  }

  /** @param nHeads Of the first block. @throws {ModelError | RangeError} if the graph does not run on single tokens. */
  static async open(
    vocabulary: Vocabulary,
    products: Products,
    nHeads: number,
  ): Promise<CopyTest | NotFound> {
    const { graph, index, input, unembedding, nWords } = vocabulary;
    const [first, second] = graph.blocks;
    if (first === undefined) return { why: "the model has no attention" };
    const last = unembedding.zero === undefined ? unembedding.stream.tensor : undefined;
    const behind = second === undefined ? last : blockStream(index, second)?.tensor;
    if (behind === undefined) return { why: "the residual stream behind the first block was not found" };
    const { width, answer } = unembedding;
    const ids = sampleTokens(nWords);
    const alone = await aloneAfterFirst({ graph, index, input, first, nHeads, stream: behind, width }, ids);
    const opened =
      answer.from === "file"
        ? new TableAnswer(vocabulary, answer, products, ids)
        : new GraphAnswer(vocabulary, answer.logits, ids);
    return new CopyTest(opened, products, vocabulary, alone);
  }

  /** @param heads Of a layer. */
  async test(heads: readonly HeadOfValues[]): Promise<WeightScores[]> {
    const width = this.#width;
    if (heads.some(({ value, output }) => value.nRows !== width || output.nColumns !== width)) {
      const head = unreadable(COPY_ROWS, "its stream is not the one that becomes the answer");
      return heads.map(() => ({ head, chance: {} }));
    }
    const scores: WeightScores[] = [];
    for (let from = 0; from < heads.length; from += this.#answer.nHeads) {
      const made: Float32Array[] = [];
      for (const { value, output } of heads.slice(from, from + this.#answer.nHeads))
        made.push(await this.#products.times(await this.#products.times(this.#alone, value), output));
      for (const head of await this.#answer.scoresOf(made))
        scores.push({ head, chance: copyChance(this.#nWords) });
    }
    return scores;
  }

  release(): Promise<void> {
    return this.#answer.release();
  }
}

/** All tokens, or some of them by seed. */
function sampleTokens(nWords: number): number[] {
  const most = Math.max(LEAST_TOKENS, Math.floor(MOST_LOGITS / nWords));
  if (nWords <= most) return Array.from({ length: nWords }, (_, id) => id);
  const order = shuffledIndices(nWords, seededRandom(seedFrom("copy score", nWords)));
  return Array.from(order.subarray(0, most)).sort((a, b) => a - b);
}
