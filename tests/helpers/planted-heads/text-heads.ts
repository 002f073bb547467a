/** Heads that read texts. */
import { ofPatterns, square, type Exact, type PlantedHead } from "./planted-head.ts";

const { exp, log } = Math;

/** Tokens of the texts in which a head turns. */
const N = 9;
const EVEN = 1 / N;

/** Names of the metrics of an offset. */
function offsetName(offset: number): string {
  return offset === -1 ? "previous" : offset === 1 ? "next" : `offset${offset}`;
}

/**
 * Three quarters of each query on the token `step` after it, in a circle: past the end it is the one that lies 9 − step
 * before. A quarter on itself.
 */
function turning(step: number): PlantedHead {
  const rows = square(N, (i, j) => 0.75 * Number(j === (i + step) % N) + 0.25 * Number(j === i));
  // In nats, of three quarters and a quarter.
  const entropy = 0.75 * log(4 / 3) + 0.25 * log(4);
  // N − step queries look `step` far, and `step` queries N − step far.
  const [far, near] = [step, N - step];
  const distance = (0.75 * (2 * far * near)) / N;
  const offsets = [-8, -7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8].map((offset): [string, Exact] => [
    offsetName(offset),
    [offset === step || offset === step - N ? 0.75 : 0, EVEN],
  ]);
  return {
    name: `a head that looks ${step} ahead in a circle of nine tokens`,
    head: ofPatterns([rows], { ids: Array.from({ length: N }, (_, id) => id) }),
    expected: {
      ...Object.fromEntries(offsets),
      entropy: [entropy / log(N), 1],
      self: [0.25, EVEN],
      // Of the eight tokens after the first, one looks at it.
      first: [0.75 / 8, EVEN],
      "sink.rows": [1 / 8, 0],
      // The mean of |i − j| over 81 pairs is (81 − 1) / 27.
      distance: [distance, 80 / 27],
      "effective-keys": [exp(entropy), 9],
      confidence: [0.75, EVEN],
      "headvis.self_attention_score": [0.25, null],
      "headvis.prev_token_score": [step === 8 ? 0.75 : 0, null],
      "headvis.pattern_entropy": [entropy, null],
      "headvis.qk_distance": [distance, null],
      // The mean of the squares is ¾ · (near · far² + far · near²) / 9.
      "headvis.qk_distance_variance": [0.75 * far * near - distance ** 2, null],
    },
  };
}

/** Eight ahead in a circle of nine is one before. */
const previous: PlantedHead = {
  name: "a head that looks at the token before",
  head: turning(8).head,
  expected: {
    // Eight rows of ¾, of nine in all.
    "detector.previous": [6 / 9, 8 / 81],
    // The first row's quarter and the second row's ¾ lie on the first token.
    "detector.previous.no-first": [5.25 / 8, 7 / 9 / 8],
    // A quarter of each row lies on itself.
    "detector.previous.no-self": [6 / 6.75, 8 / 9 / 8],
  },
};

/** 1/2 + … + 1/6: what even rows of a causal head give to any one key that all of them but the first see. */
const [FROM_TWO, FROM_FOUR] = [1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6, 1 / 4 + 1 / 5 + 1 / 6];
/** Of all six rows, what even ones leave when that on the first token, or on themselves, is taken off. */
const EVEN_LEFT = 6 - 1 - FROM_TWO;

/** a b c a b c: the first three look at themselves; the others half after their copy, a quarter at it, a quarter at themselves. */
const copying: PlantedHead = {
  name: "a causal head that looks at copies and at what followed them",
  head: ofPatterns(
    [
      square(6, (i, j) =>
        i < 3
          ? Number(i === j)
          : 0.5 * Number(j === i - 2) + 0.25 * Number(j === i - 3) + 0.25 * Number(j === i),
      ),
    ],
    { isCausal: true, ids: [1, 2, 3, 1, 2, 3] },
  ),
  expected: {
    induction: [0.5, FROM_FOUR / 3],
    duplicate: [0.25, FROM_FOUR / 3],
    "earlier-copy": [0.25, FROM_FOUR / 3],
    self: [(1 + 1 + 3 * 0.25) / 5, FROM_TWO / 5],
    // The fourth token's copy is the first.
    first: [0.25 / 5, FROM_TWO / 5],
    "offset-2": [(0 + 3 * 0.5) / 4, (FROM_TWO - 1 / 2) / 4],
    "offset-3": [0.25, FROM_FOUR / 3],
    distance: [(3 * (0.5 * 2 + 0.25 * 3)) / 5, (0.5 + 1 + 1.5 + 2 + 2.5) / 5],
    // 1.5 bits in the last three rows.
    entropy: [(1.5 * log(2) * (1 / log(4) + 1 / log(5) + 1 / log(6))) / 5, 1],
    "effective-keys": [(1 + 1 + 3 * 2 ** 1.5) / 5, 4],
    confidence: [(1 + 1 + 3 * 0.5) / 5, FROM_TWO / 5],
    // Even rows of two or three keys give the first more than 0.3.
    "sink.rows": [0, 2 / 5],
    "detector.previous": [0, FROM_TWO / 6],
    "detector.previous.no-first": [0, (FROM_TWO - 1 / 2) / EVEN_LEFT],
    "detector.previous.no-self": [0, FROM_TWO / EVEN_LEFT],
    "detector.induction": [1.5 / 6, FROM_FOUR / 6],
    // On the first token lie 1 and ¼.
    "detector.induction.no-first": [1.5 / 4.75, FROM_FOUR / EVEN_LEFT],
    // On themselves lie 3 and three quarters.
    "detector.induction.no-self": [1.5 / 2.25, FROM_FOUR / EVEN_LEFT],
    "detector.duplicate": [0.75 / 6, FROM_FOUR / 6],
    "detector.duplicate.no-first": [0.5 / 4.75, (FROM_FOUR - 1 / 4) / EVEN_LEFT],
    "detector.duplicate.no-self": [0.75 / 2.25, FROM_FOUR / EVEN_LEFT],
    "headvis.induction_score": [0.5, null],
    "headvis.self_attention_score": [3.75 / 6, null],
    "headvis.qk_distance": [5.25 / 6, null],
    "headvis.qk_distance_variance": [(3 * (0.5 * 4 + 0.25 * 9)) / 6 - (5.25 / 6) ** 2, null],
    "headvis.pattern_entropy": [(3 * 1.5 * log(2)) / 6, null],
  },
};

const resting: PlantedHead = {
  name: "a head that rests on the third token",
  head: ofPatterns(
    [6, 4, 5].map((n) => square(n, (i, j) => 0.75 * Number(j === 2) + 0.25 * Number(j === i))),
  ),
  expected: {
    // The third token gets a quarter more from itself: 1 of 6, of 4 and of 5 queries.
    "sink.weight": [0.75 + (1 / 6 + 1 / 4 + 1 / 5) / 3 / 4, null],
    "sink.place": [2, null],
  },
};

export const TEXT_HEADS: readonly PlantedHead[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map(turning),
  previous,
  copying,
  resting,
];
