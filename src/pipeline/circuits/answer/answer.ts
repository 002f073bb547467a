/** The model's answer to what heads make of tokens: by the table in its graph, or by one that stays in a checkpoint's file. */
import type { Scores } from "#measures/scores.ts";
import type { GraphIndex } from "../../onnx/file/graph-index.ts";
import type { OnnxInput } from "../../onnx/file/onnx-graph.ts";
import type { Unembedding } from "../../onnx/matrices/find-vocabulary.ts";
import { Probe } from "../../onnx/matrices/probe.ts";
import type { GraphModel } from "../../onnx/open-graph.ts";

/** What all heads of a model share. */
export interface Vocabulary {
  readonly graph: GraphModel;
  readonly index: GraphIndex;
  readonly input: OnnxInput;
  readonly unembedding: Unembedding;
  readonly nWords: number;
}

export interface Answer {
  /** Heads that are tested at once. */
  readonly nHeads: number;
  /** @param made What each of these heads makes of each token, [tokens, width]. */
  scoresOf(made: readonly Float32Array[]): Promise<Scores[]>;
  release(): Promise<void>;
}

/** Numbers of logits that are held at once. */
export const MOST_LOGITS = 2 ** 22;
const OUTPUT = "headland.answer";

/** From the residual stream in front of the answer to a tensor behind it. */
export class Behind {
  readonly #probe: Probe;
  readonly #width: number;

  constructor({ graph, index, unembedding }: Vocabulary, tensor: string) {
    const { stream, zero, width } = unembedding;
    const isFlat = index.rankOf(stream.tensor) === 2;
    const dimsOf = (n: number): number[] => (isFlat ? [n, width] : [n, 1, width]);
    const fed = { tensor: stream.tensor, dimsOf, width, ...(zero ? { zero } : {}) };
    this.#probe = new Probe(graph, index, fed, [{ tensor, output: OUTPUT }]);
    this.#width = width;
  }

  /** @param rows [n, width] @returns [n, nNumbers] @throws {RangeError} if it has another form. */
  async run(rows: Float32Array, nNumbers: number): Promise<Float32Array> {
    const nRows = rows.length / this.#width;
    const all = new Float32Array(nRows * nNumbers);
    const chunk = Math.max(1, Math.floor(MOST_LOGITS / nNumbers));
    for (let from = 0; from < nRows; from += chunk) {
      const own = rows.slice(from * this.#width, (from + chunk) * this.#width);
      const { data } = (await this.#probe.run(own)).get(OUTPUT) ?? { data: [] };
      if (data.length !== (own.length / this.#width) * nNumbers)
        throw new RangeError("other numbers than a row per token");
      all.set(data, from * nNumbers);
    }
    return all;
  }

  release(): Promise<void> {
    return this.#probe.release();
  }
}
