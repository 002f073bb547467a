/** Heads whose weight matrices are known, and one on repeated tokens. */
import { measureRepeats, repeatsByChance } from "#measures/repeats/repeat-measures.ts";
import { copyChance, copyScores } from "#measures/weights/copy-scores.ts";
import { copyingEigenvalue } from "#measures/weights/copying-eigenvalue.ts";
import type { Matrix } from "#measures/weights/matrix.ts";
import { scoreRank } from "#measures/weights/score-rank.ts";
import type { PlantedHead } from "./planted-head.ts";

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { nRows: rows.length, nColumns: rows[0]!.length, data: rows.flat() };
}

function product(a: Matrix, b: Matrix): Matrix {
  const at = (m: Matrix, row: number, column: number): number => m.data[row * m.nColumns + column]!;
  return matrix(
    Array.from({ length: a.nRows }, (_, i) =>
      Array.from({ length: b.nColumns }, (__, j) =>
        Array.from({ length: a.nColumns }, (___, x) => at(a, i, x) * at(b, x, j)).reduce(
          (sum, y) => sum + y,
          0,
        ),
      ),
    ),
  );
}

const diagonal = (values: readonly number[], width = values.length): Matrix =>
  matrix(values.map((value, i) => Array.from({ length: width }, (_, j) => (i === j ? value : 0))));

const [N_TOKENS, N_WORDS] = [8, 20];
/** What it says of a word, whatever it sees: four words always most, word 7 least, and the others a little more by number. */
const always = (word: number): number => (word >= 16 ? 7 : word === 7 ? -1 / 64 : word / 64);
/** What it says of the token that it sees, where that is not what it says always. */
const OWN: readonly (number | undefined)[] = [8, 8, 5, 5, 5, -1];

/** W_E and W_V are unit matrices of eight tokens, W_O says what each of them adds, and W_U is the unit matrix of the words. */
function copying(): Float32Array {
  const output = matrix(
    Array.from({ length: N_TOKENS }, (_, token) =>
      Array.from({ length: N_WORDS }, (__, word) =>
        word === token ? (OWN[token] ?? always(word)) : always(word),
      ),
    ),
  );
  const [embedding, value] = [
    diagonal(Array<number>(N_TOKENS).fill(1)),
    diagonal(Array<number>(N_TOKENS).fill(1)),
  ];
  const unembedding = diagonal(Array<number>(N_WORDS).fill(1));
  return Float32Array.from(product(product(embedding, value), product(output, unembedding)).data);
}

const copier: PlantedHead = {
  name: "a head that says two of eight tokens most, three next to four words that it always says, and one least",
  head: {
    weights: { head: copyScores(copying(), [0, 1, 2, 3, 4, 5, 6, 7]), chance: copyChance(N_WORDS) },
  },
  expected: {
    "copy-score": [5 / 8, 5 / 20],
    "copy-score.first": [2 / 8, 1 / 20],
    // Less what is always said, tokens 0 to 4 are first. Tokens 6 and 7 are 0, below token 5 alone, and above the five.
    "copy-score.centred": [7 / 8, 5 / 20],
    "copy-score.centred-first": [5 / 8, 1 / 20],
    // Tokens 5 and 7; centred, token 7 is no longer last.
    suppression: [2 / 8, 5 / 20],
    "suppression.centred": [1 / 8, 5 / 20],
  },
};

/** W_E·W_V = [[1, 2], [0, 1]] and W_O·W_U = [[3, 0], [0, −1]]. */
function eigenvalue(): number | null {
  const values = matrix([
    [1, 2],
    [0, 1],
  ]);
  const written = matrix([
    [3, 0],
    [0, -1],
  ]);
  return copyingEigenvalue(Float64Array.from(product(written, values).data), 2);
}

/** Unit vectors of the stream, each times a factor, as columns. */
const columns = (factors: readonly number[]): Matrix => {
  const rows = Array.from({ length: 8 }, (_, axis) => factors.map((factor, i) => (i === axis ? factor : 0)));
  return matrix(rows);
};

const comparer: PlantedHead = {
  name: "a head whose eigenvalues are 3 and −1, and whose W_Q·W_Kᵀ has the singular values 4, 2 and 2",
  head: {
    weights: {
      head: {
        "copying-eigenvalue": eigenvalue(),
        "score-rank.effective": scoreRank(columns([2, 1, 2, 0]), columns([2, 2, 1, 5]))!.effective,
        "score-rank.stable": scoreRank(columns([2, 1, 2, 0]), columns([2, 2, 1, 5]))!.stable,
      },
      chance: {},
    },
  },
  expected: {
    "copying-eigenvalue": [(3 - 1) / (3 + 1), null],
    // A half and two quarters.
    "score-rank.effective": [2 ** 1.5, null],
    "score-rank.stable": [(16 + 4 + 4) / 16, null],
  },
};

const LAYOUT = { nBefore: 1, period: 4 };
/** Queries 5 to 8 see 6 to 9 keys. */
const BY_CHANCE = (1 / 6 + 1 / 7 + 1 / 8 + 1 / 9) / 4;

const repeating: PlantedHead = {
  name: "a head that gives the token after the copy ½, the copy ¼, the token before ⅛ and the first 1/16",
  head: {
    repeats: {
      head: measureRepeats(3, LAYOUT, (_, query, key) =>
        key === query - 3
          ? 1 / 2
          : key === query - 4
            ? 1 / 4
            : key === query - 1
              ? 1 / 8
              : key === 0
                ? 1 / 16
                : 0,
      ),
      chance: repeatsByChance(LAYOUT, 9, true),
    },
  },
  expected: {
    "repeats.prefix-matching": [1 / 2, BY_CHANCE],
    "repeats.duplicate": [1 / 4, BY_CHANCE],
    "repeats.previous": [1 / 8, BY_CHANCE],
    "repeats.first": [1 / 16, BY_CHANCE],
  },
};

export const WEIGHT_HEADS: readonly PlantedHead[] = [copier, comparer, repeating];
