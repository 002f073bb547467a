/** Copying eigenvalues: those of W_V·W_O·W_U·W_E, by W_U·W_E of the stream, which all heads share. */
import { copyingEigenvalue } from "#measures/weights/copying-eigenvalue.ts";
import { feedTensor } from "../onnx/feeds/feed-tensor.ts";
import type { NotFound } from "../onnx/matrices/find-projection.ts";
import { findEmbedding } from "../onnx/matrices/find-vocabulary.ts";
import { readGain } from "../onnx/matrices/norm-gain.ts";
import { Probe } from "../onnx/matrices/probe.ts";
import type { HeadMatrices } from "../onnx/matrices/read-block.ts";
import { Sessions } from "../onnx/run/sessions.ts";
import * as runtime from "../onnx/runtime.ts";
import { matrixOf, sharedMatrix } from "./block-factors.ts";
import type { Vocabulary } from "./answer/answer.ts";
import { wordsByWords } from "./answer/words-by-words.ts";
import type { Products } from "./products.ts";

/** A table of tokens with more numbers is not read: it would take more than 600 MB. */
const MOST_NUMBERS = 1.5e8;
const WORDS_PER_RUN = 2048;
const ROWS_PER_RUN = 32;
const [EMBEDDED, LOGITS] = ["headland.embedded", "headland.logits"];

export class EigenvalueTest {
  /** (diag(gain)·W_U·W_E)ᵀ, [width, width] */
  readonly #turned: Float32Array;
  readonly #width: number;
  readonly #products: Products;

  private constructor(turned: Float32Array, width: number, products: Products) {
    this.#turned = turned;
    this.#width = width;
    this.#products = products;
  }

  /** @throws {ModelError | RangeError} if the graph does not run on single tokens. */
  static async open(vocabulary: Vocabulary, products: Products): Promise<EigenvalueTest | NotFound> {
    const { graph, index, unembedding } = vocabulary;
    const { width } = unembedding.last;
    if (unembedding.hasTransform)
      return { why: "a transformation, and not a matrix alone, stands before the answer" };
    const gain = unembedding.stream.isBare
      ? undefined
      : await readGain(graph, index, unembedding.stream, unembedding.last);
    if (gain !== undefined && "why" in gain) return gain;
    const { answer } = unembedding;
    if (answer.from === "graph")
      return EigenvalueTest.#ofGraph(vocabulary, answer.logits, products, gain?.gain);
    if (answer.words.shape[1] !== width) return { why: "its tables of words have two widths" };
    return new EigenvalueTest(await wordsByWords(answer, products, gain?.gain), width, products);
  }

  static async #ofGraph(
    vocabulary: Vocabulary,
    logits: string,
    products: Products,
    gain: ArrayLike<number> | undefined,
  ): Promise<EigenvalueTest | NotFound> {
    const { graph, index, input, unembedding, nWords } = vocabulary;
    const { width } = unembedding.last;
    if (nWords * width > MOST_NUMBERS) return { why: "its table of tokens is too large to be held" };
    const embedding = findEmbedding(index, input);
    if (embedding === undefined) return { why: "the table of tokens is inside an operator" };
    const columns = await embeddedColumns(vocabulary, embedding, width);
    // Column by column of the table: both tables are never held whole.
    const { tensor } = unembedding.last;
    const isFlat = index.rankOf(tensor) === 2;
    const dimsOf = (n: number): number[] => (isFlat ? [n, width] : [n, 1, width]);
    const probe = new Probe(graph, index, { tensor, dimsOf, width }, [{ tensor: logits, output: LOGITS }]);
    const turned = new Float32Array(width * width);
    try {
      const bias = (await probe.run(new Float32Array(width))).get(LOGITS)!.data;
      for (let from = 0; from < width; from += ROWS_PER_RUN) {
        const n = Math.min(ROWS_PER_RUN, width - from);
        const units = new Float32Array(n * width);
        for (let i = 0; i < n; i++) units[i * width + from + i] = gain?.[from + i] ?? 1;
        const { data } = (await probe.run(units)).get(LOGITS)!;
        const rows = Float32Array.from(data, (value, i) => value - bias[i % nWords]!);
        const part = await products.rowsTimesRows(rows, columns, nWords);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < width; j++) turned[j * width + from + i] = part[i * width + j]!;
      }
    } finally {
      await probe.release();
    }
    return new EigenvalueTest(turned, width, products);
  }

  /** Of every head of a layer; null where it was not found. */
  async test(value: HeadMatrices, output: HeadMatrices): Promise<readonly (number | null)[]> {
    const width = this.#width;
    const d = output.nRows;
    const out = await this.#products.rowsTimesRows(output.data, this.#turned, width);
    return Array.from({ length: output.nHeads }, (_, head) => {
      const own = matrixOf({ ...output, data: out }, head);
      const { data } = sharedMatrix(value, head, output.nHeads);
      const small = new Float64Array(d * d);
      for (let a = 0; a < d; a++) {
        for (let k = 0; k < width; k++) {
          const x = own.data[a * width + k]!;
          for (let b = 0; b < d; b++) small[a * d + b]! += x * data[k * d + b]!;
        }
      }
      return copyingEigenvalue(small, d);
    });
  }
}

/** W_Eᵀ, [width, words]. */
async function embeddedColumns(
  { graph, input, nWords }: Vocabulary,
  embedding: string,
  width: number,
): Promise<Float32Array> {
  const sessions = new Sessions(graph.model, 1);
  const columns = new Float32Array(width * nWords);
  try {
    for (let from = 0; from < nWords; from += WORDS_PER_RUN) {
      const ids = Array.from({ length: Math.min(WORDS_PER_RUN, nWords - from) }, (_, i) => from + i);
      const fed = feedTensor(runtime, input, [ids.length, 1], ids);
      const out = await sessions.run(
        "embed",
        [{ tensor: embedding, output: EMBEDDED }],
        fed ? { [input.name]: fed } : {},
      );
      const data = out[EMBEDDED]?.data;
      if (!(data instanceof Float32Array) || data.length !== ids.length * width)
        throw new RangeError("a table of another width");
      for (let i = 0; i < ids.length; i++)
        for (let axis = 0; axis < width; axis++) columns[axis * nWords + from + i] = data[i * width + axis]!;
    }
  } finally {
    await sessions.release();
  }
  return columns;
}
