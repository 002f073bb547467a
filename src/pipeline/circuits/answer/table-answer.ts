/**
 * The answer of a checkpoint, whose table of words stays in its file. It is read part by part, once for all heads that are
 * tested together. A token is done as soon as five words stand above it and five below: later words cannot change its number,
 * so that all but the tokens that a head copies are done after the first parts, which are small. The numbers are those of the whole
 * table.
 */
import type { Scores } from "#measures/scores.ts";
import { CopyRanks } from "#measures/weights/copy-scores.ts";
import type { Unembedding } from "../../onnx/matrices/find-vocabulary.ts";
import { StoredTable } from "../../weights/stored-table.ts";
import type { Products } from "../products.ts";
import { Behind, MOST_LOGITS, type Answer, type Vocabulary } from "./answer.ts";

/** Words of the first part; later ones, which fewer tokens need, grow until they have the most. */
const [FIRST_WORDS, GROWTH, MOST_WORDS] = [128, 4, 2048];
/** Numbers of states that are held at once. */
const MOST_STATES = 2 ** 24;

interface TestedHead {
  /** [tokens, width]: in front of the table. */
  readonly states: Float32Array;
  /** Over all tokens. */
  readonly mean: Float32Array;
  readonly ranks: CopyRanks;
  /** Tokens that are not done. */
  open: Int32Array;
}

export class TableAnswer implements Answer {
  readonly nHeads: number;
  readonly #behind: Behind;
  readonly #products: Products;
  readonly #ids: readonly number[];
  readonly #table: StoredTable;
  readonly #bias: Float32Array | undefined;
  /** Rows of the tokens. */
  readonly #own: readonly Float32Array[];

  constructor(
    vocabulary: Vocabulary,
    { table, bias }: Extract<Unembedding["answer"], { from: "file" }>,
    products: Products,
    ids: readonly number[],
  ) {
    this.#behind = new Behind(vocabulary, vocabulary.unembedding.last.tensor);
    this.#products = products;
    this.#ids = ids;
    this.#table = new StoredTable(table);
    this.#own = ids.map((id) => this.#table.rows(id, id + 1));
    if (bias !== undefined) {
      const vector = new StoredTable(bias);
      this.#bias = vector.rows(0, vector.nRows);
      vector.close();
    }
    this.nHeads = Math.max(1, Math.floor(MOST_STATES / (ids.length * this.#table.width)));
  }

  async scoresOf(made: readonly Float32Array[]): Promise<Scores[]> {
    const heads: TestedHead[] = [];
    for (const rows of made) heads.push(this.#testedHead(await this.#behind.run(rows, this.#table.width)));
    const { nRows } = this.#table;
    let nWords = FIRST_WORDS;
    for (let first = 0; first < nRows && heads.some(({ open }) => open.length > 0); first += nWords) {
      if (first > 0) nWords = Math.min(MOST_WORDS, GROWTH * nWords);
      const words = this.#table.part(first, Math.min(nRows, first + nWords));
      for (const group of this.#groups(heads, nWords)) await this.#compare(group, words, first);
    }
    return heads.map(({ ranks }) => ranks.scores());
  }

  async release(): Promise<void> {
    this.#table.close();
    await this.#behind.release();
  }

  #testedHead(states: Float32Array): TestedHead {
    const { width } = this.#table;
    const n = this.#ids.length;
    const sums = new Float64Array(width);
    for (let at = 0; at < states.length; at += width)
      for (let axis = 0; axis < width; axis++) sums[axis]! += states[at + axis]! / n;
    const mean = Float32Array.from(sums);
    const own = new Float64Array(n);
    const centred = new Float64Array(n);
    this.#own.forEach((row, token) => {
      let [number, middle] = [0, 0];
      for (let axis = 0; axis < width; axis++) {
        number += states[token * width + axis]! * row[axis]!;
        middle += mean[axis]! * row[axis]!;
      }
      own[token] = number + (this.#bias?.[this.#ids[token]!] ?? 0);
      centred[token] = number - middle;
    });
    const open = Int32Array.from({ length: n }, (_, token) => token);
    return { states, mean, ranks: new CopyRanks(this.#ids, own, centred), open };
  }

  /** Heads with open tokens, in groups whose logits of a part can be held. */
  #groups(heads: readonly TestedHead[], nWords: number): TestedHead[][] {
    const groups: TestedHead[][] = [];
    let group: TestedHead[] = [];
    let nRows = 0;
    for (const head of heads) {
      const n = head.open.length + 1;
      if (n === 1) continue;
      if (groups.length === 0 || (nRows + n) * nWords > MOST_LOGITS) {
        group = [];
        groups.push(group);
        nRows = 0;
      }
      group.push(head);
      nRows += n;
    }
    return groups;
  }

  async #compare(heads: readonly TestedHead[], words: Float32Array, first: number): Promise<void> {
    const { width } = this.#table;
    const nWords = words.length / width;
    const rows = new Float32Array(heads.reduce((n, { open }) => n + open.length + 1, 0) * width);
    let at = 0;
    for (const { states, mean, open } of heads) {
      rows.set(mean, at);
      at += width;
      for (const token of open) {
        rows.set(states.subarray(token * width, (token + 1) * width), at);
        at += width;
      }
    }
    const logits = await this.#products.rowsTimesRows(rows, words, width);
    const added = this.#bias?.subarray(first, first + nWords);
    let row = 0;
    for (const head of heads) {
      const { open, ranks } = head;
      const means = logits.subarray(row * nWords, (row + 1) * nWords);
      const own = logits.subarray((row + 1) * nWords, (row + 1 + open.length) * nWords);
      ranks.add(open, own, { first, nWords, means, ...(added === undefined ? {} : { added }) });
      row += 1 + open.length;
      head.open = ranks.undecided(open);
    }
  }
}
