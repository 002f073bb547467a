import { eachRow, type PatternRow } from "#math/pattern-rows.ts";
import { seededRandom, shuffledIndices } from "#math/random.ts";
import { noScores, shareRow, type MeasureRow } from "../measure-row.ts";
import type { Scores } from "../scores.ts";
import type { VectorInput, VectorMeasure } from "./vector-measure.ts";

/** Query and key each fall into the mean of their position and the rest, so a score into four terms. */
const TERMS = ["both", "query", "key", "neither"] as const;
const TITLES = {
  both: "Score from position alone",
  query: "Score from the query's position",
  key: "Score from the key's position",
  neither: "Score without positions",
} as const;
const PAIRS = TERMS.flatMap((a, i) => TERMS.slice(i + 1).map((b) => [a, b] as const));

const ROWS: readonly MeasureRow[] = [
  ...TERMS.map((term): MeasureRow => ({
    ...shareRow(`position.${term}`, TITLES[term], ["QK"]),
    range: [0, null],
    remarkable: term === "both" ? "high" : null,
  })),
  ...PAIRS.map(([a, b]): MeasureRow => ({
    ...shareRow(`position.${a}.${b}`, `Covariance of ${TITLES[a].toLowerCase()} and ${without(TITLES[b])}`, [
      "QK",
    ]),
    range: [null, null],
    remarkable: null,
  })),
];

/** Up to this many pairs of a query and a key, times the size of the head, are counted; above it, queries are drawn by seed. */
const MOST_WORK = 2_000_000;

/**
 * How much of the scores is a matter of position. q = q̄ + q̃ and k = k̄ + k̃, where q̄ and k̄ are the means of all queries and keys
 * at that position; S = q̄k̄ + q̄k̃ + q̃k̄ + q̃k̃, each term minus its mean over the keys that the query sees. A number is the
 * variance of a term, or twice the covariance of two, divided by the variance of S: all ten sum to 1. Positions that only
 * one sequence has are left out, because nothing tells a position from its token there. Null where no scores vary.
 */
export const positionShare: VectorMeasure = {
  rows: ROWS,
  measure: (input) => {
    const { starts, keyStarts = starts } = input.patterns;
    const { dHead } = input.shape;
    const query = meansByPlace(input.q, starts, dHead);
    const key = keyStarts === starts && input.k === input.q ? query : meansByPlace(input.k, keyStarts, dHead);
    const moments = new Moments();
    for (const row of rowsOf(input, query)) moments.add(termsOf(row, input, query, key));
    return moments.scores();
  },
};

function without(title: string): string {
  return title.replace(/^Score /, "").toLowerCase();
}

interface PlaceMeans {
  /** [longest, dHead] */
  readonly means: Float64Array;
  /** Sequences that have the place. */
  readonly counts: Uint32Array;
}

function meansByPlace(vectors: Float32Array, starts: Uint32Array, d: number): PlaceMeans {
  const lengths = Array.from(starts.subarray(1), (end, s) => end - starts[s]!);
  const longest = Math.max(0, ...lengths);
  const [means, counts] = [new Float64Array(longest * d), new Uint32Array(longest)];
  lengths.forEach((length, s) => {
    for (let place = 0; place < length; place++) {
      counts[place]!++;
      const from = (starts[s]! + place) * d;
      for (let axis = 0; axis < d; axis++) means[place * d + axis]! += vectors[from + axis]!;
    }
  });
  for (let i = 0; i < means.length; i++) means[i]! /= counts[Math.floor(i / d)]!;
  return { means, counts };
}

/** All rows whose query stands where other sequences have one, too, or as many of them as the number of pairs allows. */
function rowsOf({ patterns, seed, shape }: VectorInput, { counts }: PlaceMeans): PatternRow[] {
  const all: PatternRow[] = [];
  let nPairs = 0;
  eachRow(patterns, (row) => {
    if (counts[row.query - row.first]! < 2) return;
    all.push(row);
    nPairs += row.nKeys;
  });
  const most = MOST_WORK / shape.dHead;
  if (nPairs <= most) return all;
  const drawn: PatternRow[] = [];
  let left = most;
  for (const i of shuffledIndices(all.length, seededRandom(seed))) {
    drawn.push(all[i]!);
    left -= all[i]!.nKeys;
    if (left <= 0) break;
  }
  return drawn;
}

/** [4, keys]: the terms of one row's scores, each minus its mean. */
function termsOf(
  { query, first, firstKey, nKeys }: PatternRow,
  { q, k, shape: { dHead: d } }: VectorInput,
  ofQuery: PlaceMeans,
  ofKey: PlaceMeans,
): readonly Float64Array[] {
  const terms = TERMS.map(() => new Float64Array(nKeys));
  const qMean = (query - first) * d;
  const qFrom = query * d;
  let n = 0;
  for (let place = 0; place < nKeys; place++) {
    if (ofKey.counts[place]! < 2) continue;
    const kFrom = (firstKey + place) * d;
    const kMean = place * d;
    let means = 0;
    let meanKey = 0;
    let queryMean = 0;
    let own = 0;
    for (let axis = 0; axis < d; axis++) {
      const a = ofQuery.means[qMean + axis]!;
      const b = q[qFrom + axis]!;
      const x = ofKey.means[kMean + axis]!;
      const y = k[kFrom + axis]!;
      means += a * x;
      meanKey += a * y;
      queryMean += b * x;
      own += b * y;
    }
    terms[0]![n] = means;
    terms[1]![n] = meanKey - means;
    terms[2]![n] = queryMean - means;
    terms[3]![n] = own - meanKey - queryMean + means;
    n++;
  }
  return terms.map((term) => centered(term.subarray(0, n)));
}

/** In place. */
function centered(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (let i = 0; i < values.length; i++) values[i]! -= mean;
  return values;
}

/** Sums of the products of every two terms. */
class Moments {
  readonly #sums = new Float64Array(TERMS.length ** 2);

  add(terms: readonly Float64Array[]): void {
    terms.forEach((a, i) => {
      for (let j = i; j < terms.length; j++) {
        const b = terms[j]!;
        let sum = 0;
        for (let key = 0; key < a.length; key++) sum += a[key]! * b[key]!;
        this.#sums[i * TERMS.length + j]! += sum;
      }
    });
  }

  scores(): Scores {
    const of = (a: (typeof TERMS)[number], b: (typeof TERMS)[number]): number =>
      this.#sums[TERMS.indexOf(a) * TERMS.length + TERMS.indexOf(b)]!;
    const all =
      TERMS.reduce((sum, term) => sum + of(term, term), 0) +
      PAIRS.reduce((sum, [a, b]) => sum + 2 * of(a, b), 0);
    if (!(all > 0)) return noScores(ROWS);
    return Object.fromEntries([
      ...TERMS.map((term) => [`position.${term}`, of(term, term) / all] as const),
      ...PAIRS.map(([a, b]) => [`position.${a}.${b}`, (2 * of(a, b)) / all] as const),
    ]);
  }
}
