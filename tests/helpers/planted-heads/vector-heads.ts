/** Heads whose queries, keys and lengths of values are known. */
import type { MeasuredHead } from "#measures/catalog/measured-head.ts";
import type { VectorInput } from "#measures/vectors/vector-measure.ts";
import { measureVectors } from "#measures/vectors/vector-measures.ts";
import { startsOf, type PlantedHead } from "./planted-head.ts";

type VectorOf = (sequence: number, place: number) => readonly number[];

/** What is measured of vectors; weights are even where none are given. */
function ofVectors(
  lengths: readonly number[],
  q: VectorOf,
  k: VectorOf,
  { weights, ...more }: Partial<VectorInput> & { readonly weights?: Float32Array } = {},
): Partial<MeasuredHead> {
  const all = (of: VectorOf): Float32Array =>
    Float32Array.from(lengths.flatMap((n, s) => Array.from({ length: n }, (_, p) => of(s, p)).flat()));
  const [queries, keys, starts] = [all(q), all(k), startsOf(lengths)];
  const nTokens = starts.at(-1);
  const dHead = queries.length / nTokens;
  const even = Float32Array.from(lengths.flatMap((n) => Array.from({ length: n * n }, () => 1 / n)));
  return {
    vectors: measureVectors({
      q: queries,
      k: keys,
      shape: { nTokens, dHead },
      patterns: { starts, weights: weights ?? even, isCausal: false },
      keyNorms: Float32Array.from({ length: nTokens }, (_, t) =>
        Math.hypot(...keys.subarray(t * dHead, (t + 1) * dHead)),
      ),
      valueNorms: null,
      grid: null,
      seed: 1,
      ...more,
    }),
  };
}

/** Of three sequences of two tokens. At both places they sum to 0, so that they have nothing to do with the place. */
const CONTENTS = [
  [3, -1],
  [-1, 2],
  [-2, -1],
];

/**
 * A score is the sum of place × place, place × content, content × place and content × content, with P = −1, 1 the place and
 * C the content. In the rows of a sequence with C = (a, b), less their mean, P is P and C is e · P, with e = (b − a) / 2: −2,
 * 3/2 and 1/2. The terms of row i are P, P · e, C and C · e times the same; over the six rows, their squares have the means 1,
 * 13/6, 10/3 and 35/4. Of the products, the mean of e is 0, and so is that of P · C; P · C · e has 13/6, P · C · e² −3/2,
 * and C² · e −5/3. All in all that is 211 / 12.
 */
const placesAndContents: PlantedHead = {
  name: "a head whose scores are of place and content in all four ways",
  head: ofVectors(
    [2, 2, 2],
    (s, p) => [2 * p - 1, 2 * p - 1, CONTENTS[s]![p]!, CONTENTS[s]![p]!],
    (s, p) => [2 * p - 1, CONTENTS[s]![p]!, 2 * p - 1, CONTENTS[s]![p]!],
  ),
  expected: {
    "position.both": [12 / 211, null],
    "position.query": [26 / 211, null],
    "position.key": [40 / 211, null],
    "position.neither": [105 / 211, null],
    "position.both.query": [0, null],
    "position.both.key": [0, null],
    "position.both.neither": [52 / 211, null],
    "position.query.key": [52 / 211, null],
    "position.query.neither": [-36 / 211, null],
    "position.key.neither": [-40 / 211, null],
  },
};

/**
 * Queries are all 1. The keys of two sequences are 0 and 2, those of two longer ones 0, 0 and 0: by place 0, 1 and 0. Of the
 * short ones' rows, both terms are −½, ½; of the long ones' the means are −⅓, ⅔, −⅓, and the rests the opposite. Squares sum
 * to 4 · ½ + 6 · ⅔ for both, products to 4 · ½ − 6 · ⅔.
 */
const longerKeys: PlantedHead = {
  name: "a head whose keys depend on how long a sequence is",
  head: ofVectors(
    [2, 2, 3, 3],
    () => [1],
    (s, p) => [s < 2 ? 2 * p : 0],
  ),
  expected: {
    "position.both": [6 / 8, null],
    "position.query": [6 / 8, null],
    "position.both.query": [-4 / 8, null],
    "position.key": [0, null],
  },
};

/** Keys are 0, 1 and 0 by place. Queries are 0, but 2 for the first token of the short sequences: by place 1. */
const longerQueries: PlantedHead = {
  name: "a head whose queries depend on how long a sequence is",
  head: ofVectors(
    [2, 2, 3, 3],
    (s, p) => [s < 2 && p === 0 ? 2 : 0],
    (_, p) => [Number(p === 1)],
  ),
  expected: {
    // Rows of first tokens: squares 2 · ½ + 2 · ⅔ for both terms, products 2 · ½ − 2 · ⅔.
    "position.both": [7 / 3 / 4, null],
    "position.key": [7 / 3 / 4, null],
    "position.both.key": [-2 / 3 / 4, null],
    "position.query": [0, null],
  },
};

const sign = (s: number): number => (s % 2 === 0 ? 1 : -1);

/** Variances 4 and 1 of the queries, 9 and 1 of the keys. */
const flat: PlantedHead = {
  name: "a head whose queries and keys lie along two axes",
  head: ofVectors(
    [2, 2],
    (s, p) => (p === 0 ? [2 * sign(s), 0, 0] : [0, sign(s), 0]),
    (s, p) => (p === 0 ? [0, 3 * sign(s), 5] : [sign(s), 0, 5]),
  ),
  expected: {
    "query.effective-rank": [1.25 ** 0.8 * 5 ** 0.2, null],
    "query.stable-rank": [1 + 1 / 16, null],
    "key.effective-rank": [(10 / 9) ** 0.9 * 10 ** 0.1, null],
    "key.stable-rank": [1 + 1 / 81, null],
  },
};

/** Two pictures of CLS and four patches. In the second, queries give its third patch ½ and the others ⅛ each. */
const pictures: PlantedHead = {
  name: "a head that reads from patches with a long key or value",
  head: ofVectors(
    [5, 5],
    () => [1],
    (s, p) => [p === 0 ? 50 : s === 1 && p === 3 ? 9 : 1],
    {
      grid: { columns: 2, nSpecial: 1 },
      weights: Float32Array.from({ length: 50 }, (_, at) => (at < 25 ? 1 / 5 : at % 5 === 3 ? 1 / 2 : 1 / 8)),
      // The second and the third patch of the second picture stand out.
      valueNorms: Float32Array.of(0, 1, 1.1, 0.9, 1, 0, 1, 7, 8, 1.05),
    },
  ),
  expected: {
    "registers.keys": [1 / 8, null],
    "registers.keys-weight": [(5 * (1 / 2)) / 10, 1 / 10],
    "registers.values": [2 / 8, null],
    "registers.values-weight": [(5 * (1 / 2 + 1 / 8)) / 10, 2 / 10],
  },
};

export const VECTOR_HEADS: readonly PlantedHead[] = [
  placesAndContents,
  longerKeys,
  longerQueries,
  flat,
  pictures,
];
