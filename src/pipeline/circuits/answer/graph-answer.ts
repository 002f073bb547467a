/** The answer of a graph, whose logits are computed whole. */
import type { Scores } from "#measures/scores.ts";
import { copyScores } from "#measures/weights/copy-scores.ts";
import { Behind, type Answer, type Vocabulary } from "./answer.ts";

export class GraphAnswer implements Answer {
  readonly nHeads = 1;
  readonly #behind: Behind;
  readonly #ids: readonly number[];
  readonly #nWords: number;

  /** @param logits The output of the graph. */
  constructor(vocabulary: Vocabulary, logits: string, ids: readonly number[]) {
    this.#behind = new Behind(vocabulary, logits);
    this.#ids = ids;
    this.#nWords = vocabulary.nWords;
  }

  async scoresOf(made: readonly Float32Array[]): Promise<Scores[]> {
    const scores: Scores[] = [];
    for (const rows of made) scores.push(copyScores(await this.#behind.run(rows, this.#nWords), this.#ids));
    return scores;
  }

  release(): Promise<void> {
    return this.#behind.release();
  }
}
