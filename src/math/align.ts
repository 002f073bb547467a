/**
 * One space for queries and keys (Yeh et al. 2023, AttentionViz). Two freedoms leave attention as it is: a vector added
 * to every key adds the same to all scores of a query, which the softmax ignores; and dividing queries by c while
 * multiplying keys by c leaves every q·k. Keys are moved so that both means coincide. Convention: first q/c and k·c,
 * then k − mean(k) + mean(q). Queries are never moved: that would change attention.
 *
 * With a cosine metric c acts only through the translation. The paper takes the c whose weighted correlation of
 * distance with q·k is nearest to −1; on small models that runs to the end of any grid and tears queries and keys
 * apart, so that no map shows them together. Here c is the one under which a query's most attended key ranks nearest
 * among the keys it can see, as long as queries and keys stay as mixed as without scaling.
 */
import { seededRandom } from "./random.ts";
import { expectLength } from "./shape-error.ts";

export interface HeadShape {
  readonly nTokens: number;
  readonly dHead: number;
}

/** In-sequence patterns, for the rank of the most attended key. */
export interface Patterns {
  /** First token of each sequence, and nTokens as last entry. */
  readonly starts: Uint32Array;
  /** [length, length] of every sequence, one after the other. */
  readonly weights: Float32Array;
  readonly isCausal: boolean;
}

export interface Alignment {
  /** [2 · nTokens, dHead]: queries, then keys, in the joint space. */
  readonly points: Float32Array;
  readonly scale: number;
  /** Weighted correlation of cosine distance with q·k (the paper's criterion): as captured, and in the joint space. */
  readonly correlationBefore: number;
  readonly correlationAfter: number;
}

/** Finer and wider than the paper's seven values between 0.2 and 5. */
const GRID = Array.from({ length: 13 }, (_, i) => 2 ** ((i - 6) / 2));
const N_PAIRS = 20_000;
const N_QUERIES = 400;
/** Queries and keys may be this much further apart than without scaling. */
const SEPARATION_SLACK = 1.05;

/** @throws {ShapeError} if q or k does not hold nTokens × dHead numbers. */
export function align(
  q: Float32Array,
  k: Float32Array,
  shape: HeadShape,
  patterns: Patterns,
  seed: number,
): Alignment {
  expectLength("q", q.length, shape.nTokens * shape.dHead);
  expectLength("k", k.length, shape.nTokens * shape.dHead);
  const pairs = drawPairs(shape.nTokens, seed);
  const dots = pairs.map(([i, j]) => dot(q, i, k, j, shape.dHead));
  const queries = drawQueries(patterns, seed);
  const trials = GRID.map((scale) => {
    const points = jointPoints(q, k, shape, scale);
    return {
      scale,
      rank: attendedRank(points, shape, queries),
      separation: separation(points, shape, pairs),
    };
  });
  const plain = trials[6]!;
  const allowed = trials.filter((trial) => trial.separation <= plain.separation * SEPARATION_SLACK);
  const best = allowed.reduce((a, b) => (b.rank < a.rank - 1e-9 ? b : a), plain);
  const points = jointPoints(q, k, shape, best.scale);
  return {
    points,
    scale: best.scale,
    correlationBefore: weightedCorrelation(cosineDistances(stack(q, k), shape, pairs), dots),
    correlationAfter: weightedCorrelation(cosineDistances(points, shape, pairs), dots),
  };
}

/** Queries / c, then keys · c moved so that their mean is the queries'. */
export function jointPoints(q: Float32Array, k: Float32Array, shape: HeadShape, scale: number): Float32Array {
  const { nTokens, dHead } = shape;
  const shift = new Float64Array(dHead);
  for (let i = 0; i < q.length; i++) shift[i % dHead]! += (q[i]! / scale - k[i]! * scale) / nTokens;
  const points = new Float32Array(q.length * 2);
  for (let i = 0; i < q.length; i++) {
    points[i] = q[i]! / scale;
    points[q.length + i] = k[i]! * scale + shift[i % dHead]!;
  }
  return points;
}

/**
 * The paper's criterion: Pearson correlation over near pairs, those under the 0.5th percentile d of all distances,
 * each weighted by (d − dᵢ)². With fewer than 200 pairs under it, the 200 nearest.
 */
export function weightedCorrelation(distances: readonly number[], dots: readonly number[]): number {
  const sorted = Float64Array.from(distances).sort();
  const near = Math.min(sorted.length - 1, Math.max(200, Math.floor(sorted.length * 0.005)));
  const limit = sorted[near]!;
  let [total, meanX, meanY] = [0, 0, 0];
  const weights = distances.map((distance) => (distance < limit ? (limit - distance) ** 2 : 0));
  weights.forEach((weight, i) => {
    total += weight;
    meanX += weight * distances[i]!;
    meanY += weight * dots[i]!;
  });
  if (total === 0) return 0;
  meanX /= total;
  meanY /= total;
  let [xy, xx, yy] = [0, 0, 0];
  weights.forEach((weight, i) => {
    const [dx, dy] = [distances[i]! - meanX, dots[i]! - meanY];
    xy += weight * dx * dy;
    xx += weight * dx * dx;
    yy += weight * dy * dy;
  });
  return xx * yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

type Pair = readonly [query: number, key: number];

function drawPairs(nTokens: number, seed: number): Pair[] {
  const random = seededRandom(seed);
  return Array.from({ length: N_PAIRS }, () => [
    Math.floor(random() * nTokens),
    Math.floor(random() * nTokens),
  ]);
}

/** A query, the keys it can see, and the one it attends to most. */
interface DrawnQuery {
  readonly token: number;
  readonly firstKey: number;
  readonly nKeys: number;
  readonly attended: number;
}

function drawQueries({ starts, weights, isCausal }: Patterns, seed: number): DrawnQuery[] {
  const random = seededRandom(seed ^ 0x5bd1e995);
  const nTokens = starts[starts.length - 1]!;
  const share = Math.min(1, N_QUERIES / nTokens);
  const queries: DrawnQuery[] = [];
  let at = 0;
  for (let s = 0; s + 1 < starts.length; s++) {
    const firstKey = starts[s]!;
    const length = starts[s + 1]! - firstKey;
    for (let row = 0; row < length; row++, at += length) {
      const nKeys = isCausal ? row + 1 : length;
      if (random() >= share || nKeys < 4) continue;
      let attended = 0;
      for (let key = 1; key < nKeys; key++) if (weights[at + key]! > weights[at + attended]!) attended = key;
      queries.push({ token: firstKey + row, firstKey, nKeys, attended });
    }
  }
  return queries;
}

/** Mean relative rank of the most attended key by cosine distance: 0 = nearest, 0.5 = chance. */
function attendedRank(
  points: Float32Array,
  { nTokens, dHead }: HeadShape,
  queries: readonly DrawnQuery[],
): number {
  let sum = 0;
  for (const { token, firstKey, nKeys, attended } of queries) {
    const near = (key: number): number => {
      const row = nTokens + firstKey + key;
      return dot(points, token, points, row, dHead) / Math.sqrt(dot(points, row, points, row, dHead) + 1e-30);
    };
    const wanted = near(attended);
    let nearer = 0;
    for (let key = 0; key < nKeys; key++) if (near(key) > wanted) nearer++;
    sum += nearer / (nKeys - 1);
  }
  return queries.length > 0 ? sum / queries.length : 0.5;
}

/** Mean distance between queries and keys over the mean distance within each: 1 = mixed. */
function separation(points: Float32Array, shape: HeadShape, pairs: readonly Pair[]): number {
  const { nTokens } = shape;
  let [across, within] = [0, 0];
  for (const [i, j] of pairs.slice(0, 3000)) {
    across += cosineDistance(points, i, nTokens + j, shape.dHead);
    within +=
      cosineDistance(points, i, j, shape.dHead) +
      cosineDistance(points, nTokens + i, nTokens + j, shape.dHead);
  }
  return within > 0 ? (2 * across) / within : 1;
}

function cosineDistances(points: Float32Array, shape: HeadShape, pairs: readonly Pair[]): number[] {
  return pairs.map(([i, j]) => cosineDistance(points, i, shape.nTokens + j, shape.dHead));
}

function cosineDistance(points: Float32Array, i: number, j: number, d: number): number {
  const norms = dot(points, i, points, i, d) * dot(points, j, points, j, d);
  return norms > 0 ? 1 - dot(points, i, points, j, d) / Math.sqrt(norms) : 1;
}

function stack(q: Float32Array, k: Float32Array): Float32Array {
  const both = new Float32Array(q.length * 2);
  both.set(q);
  both.set(k, q.length);
  return both;
}

function dot(a: Float32Array, i: number, b: Float32Array, j: number, d: number): number {
  let sum = 0;
  for (let axis = 0; axis < d; axis++) sum += a[i * d + axis]! * b[j * d + axis]!;
  return sum;
}
