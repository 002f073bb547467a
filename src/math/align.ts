/**
 * One space for queries and keys (Yeh et al. 2023, AttentionViz). Two freedoms leave attention as it is: a vector added
 * to every key adds the same to all scores of a query, which the softmax ignores; and dividing queries by c while
 * multiplying keys by c leaves every q·k. Keys are moved so that both means coincide. Convention: first q/c and k·c,
 * then k − mean(k) + mean(q). Queries are never moved: that would change attention.
 *
 * With a cosine metric c acts only through the translation. Two criteria choose it:
 *
 * `paper`: of 0.2, 0.4, 0.8, 1, 1.25, 2.5 and 5 the one whose weighted correlation of distance with q·k over near pairs is
 * nearest to −1. On small models that runs to an end of any grid and tears queries and keys apart: within each role all
 * is well ordered, and no map shows the two together.
 *
 * `headland`: a map keeps a point's nearest points, whatever their role. So c is judged by where a query's most attended
 * key stands among all points, queries too: the mean of log rank by cosine distance over drawn queries. It grows both when
 * keys are badly ordered and when other queries crowd in between. Of 13 values between 1/8 and 8, those within two
 * standard errors of the best are as good; taken is the one nearest to 1. Measured over all heads of the embedded models,
 * on UMAP and t-SNE maps in 2-D, and in brackets with the paper's criterion: points of the other role among the 15 nearest,
 * tiny-gpt 0.16 and 0.14 (0.08 and 0.06), tiny-bert 0.25 and 0.22 (0.11 and 0.09), tiny-vit 0.08 and 0.07 (0.06 and 0.06);
 * attention recall, tiny-bert 0.57 and 0.58 (0.49 and 0.50), tiny-gpt 0.26 and 0.41 (0.32 and 0.54), tiny-vit 0.29 and
 * 0.23 (0.29 and 0.26). The paper's orders the keys of a sequence better on two of three, with queries and keys apart.
 */
import type { Kernels, Metric } from "./kernels.ts";
import { eachRow, mostAttended, type Patterns } from "./pattern-rows.ts";
import { seededRandom } from "./random.ts";
import { expectLength } from "./shape-error.ts";

export interface HeadShape {
  /** Queries, and keys unless `nKeys` says otherwise. */
  readonly nTokens: number;
  /** Cross-attention: keys are those of other tokens. */
  readonly nKeys?: number;
  readonly dHead: number;
}

export function nKeysOf({ nTokens, nKeys = nTokens }: HeadShape): number {
  return nKeys;
}

/** Queries and keys. */
export function nPointsOf(shape: HeadShape): number {
  return shape.nTokens + nKeysOf(shape);
}

export type Criterion = "headland" | "paper";

/** How queries and keys were brought into one space. */
export interface AlignmentMeasures {
  /** c: queries are divided by it and keys multiplied; q·k stays what it is. */
  readonly scale: number;
  /** Weighted correlation of cosine distance with q·k (the paper's criterion), −1 at best: as captured, and in the joint space. */
  readonly correlationBefore: number;
  readonly correlationAfter: number;
  /** Geometric mean of the rank of a query's most attended key among all points (ours), 1 at best: as captured, and in the joint space. */
  readonly attendedRankBefore: number;
  readonly attendedRankAfter: number;
}

export interface Alignment extends AlignmentMeasures {
  /** [queries + keys, dHead]: queries, then keys, in the joint space. */
  readonly points: Float32Array;
}

const PAPER_GRID = [0.2, 0.4, 0.8, 1, 1.25, 2.5, 5];
/** Half octaves around 1: finer than the paper's, and wider. */
const MIDDLE = 6;
const GRID = Array.from({ length: 13 }, (_, i) => 2 ** ((i - MIDDLE) / 2));
const N_PAIRS = 20_000;
const N_QUERIES = 300;

/**
 * @param options.metric In which `headland` ranks, cosine if not given; the paper's criterion knows only cosine.
 * @throws {ShapeError} if q or k holds another number of vectors than the shape says.
 */
export function align(
  q: Float32Array,
  k: Float32Array,
  shape: HeadShape,
  patterns: Patterns,
  kernels: Kernels,
  options: { readonly criterion: Criterion; readonly seed: number; readonly metric?: Metric },
): Alignment {
  expectLength("q", q.length, shape.nTokens * shape.dHead);
  expectLength("k", k.length, nKeysOf(shape) * shape.dHead);
  const pairs = drawPairs(shape, options.seed);
  const dots = pairs.map(([i, j]) => dot(q, i, k, j, shape.dHead));
  const correlationOf = (points: Float32Array): number =>
    weightedCorrelation(cosineDistances(points, shape, pairs), dots);
  const attended = drawAttended(patterns, options.seed);
  const rankOf = (points: Float32Array): LogRank =>
    logRank(points, shape, attended, kernels, options.metric ?? "cosine");
  const scale =
    options.criterion === "paper"
      ? lowest(PAPER_GRID, (c) => correlationOf(jointPoints(q, k, shape, c)))
      : nearestToOne((c) => rankOf(jointPoints(q, k, shape, c)));
  const [captured, points] = [stack(q, k), jointPoints(q, k, shape, scale)];
  return {
    points,
    scale,
    correlationBefore: correlationOf(captured),
    correlationAfter: correlationOf(points),
    attendedRankBefore: Math.exp(rankOf(captured).mean),
    attendedRankAfter: Math.exp(rankOf(points).mean),
  };
}

function lowest(grid: readonly number[], value: (c: number) => number): number {
  const values = grid.map(value);
  return grid[values.indexOf(Math.min(...values))]!;
}

interface LogRank {
  readonly mean: number;
  readonly standardError: number;
}

/** Of two as near to 1 the lesser. */
function nearestToOne(value: (c: number) => LogRank): number {
  const trials = GRID.map((c, i) => ({ c, distance: Math.abs(i - MIDDLE), ...value(c) }));
  const best = trials.reduce((a, b) => (b.mean < a.mean ? b : a));
  return trials
    .filter(({ mean }) => mean <= best.mean + 2 * best.standardError)
    .reduce((a, b) => (b.distance < a.distance ? b : a)).c;
}

/** Queries / c, then keys · c moved so that their mean is the queries'. */
export function jointPoints(q: Float32Array, k: Float32Array, shape: HeadShape, scale: number): Float32Array {
  const { nTokens, dHead } = shape;
  const nKeys = nKeysOf(shape);
  const shift = new Float64Array(dHead);
  const points = new Float32Array(q.length + k.length);
  for (let i = 0; i < q.length; i++) {
    shift[i % dHead]! += q[i]! / scale / nTokens;
    points[i] = q[i]! / scale;
  }
  for (let i = 0; i < k.length; i++) shift[i % dHead]! -= (k[i]! * scale) / nKeys;
  for (let i = 0; i < k.length; i++) points[q.length + i] = k[i]! * scale + shift[i % dHead]!;
  return points;
}

/**
 * The paper's criterion: Pearson correlation over near pairs, those under the 0.5th percentile d of all distances,
 * each weighted by (d − dᵢ)². With fewer than 200 pairs under it, the 200 nearest. 0 where they do not vary, or there are
 * none.
 */
export function weightedCorrelation(distances: readonly number[], dots: readonly number[]): number {
  const sorted = Float64Array.from(distances).sort();
  const near = Math.min(sorted.length - 1, Math.max(200, Math.floor(sorted.length * 0.005)));
  const limit = sorted[near]!;
  let [total, meanX, meanY] = [0, 0, 0];
  const weights = distances.map((distance) => Math.max(0, limit - distance) ** 2);
  weights.forEach((weight, i) => {
    total += weight;
    meanX += weight * distances[i]!;
    meanY += weight * dots[i]!;
  });
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

function drawPairs(shape: HeadShape, seed: number): Pair[] {
  const random = seededRandom(seed);
  const nKeys = nKeysOf(shape);
  return Array.from({ length: N_PAIRS }, () => [
    Math.floor(random() * shape.nTokens),
    Math.floor(random() * nKeys),
  ]);
}

/** Drawn queries as points, and the key that each attends to most among at least 4, as a point. */
interface Attended {
  readonly queries: Int32Array;
  readonly keys: Int32Array;
}

function drawAttended(patterns: Patterns, seed: number): Attended {
  const random = seededRandom(seed ^ 0x5bd1e995);
  const nTokens = patterns.starts.at(-1);
  const share = N_QUERIES / nTokens;
  const [queries, keys]: [number[], number[]] = [[], []];
  eachRow(patterns, ({ query, firstKey, nKeys, at }) => {
    // Every query draws, so that whether one is taken does not depend on others.
    if (random() >= share || nKeys < 4) return;
    queries.push(query);
    keys.push(nTokens + firstKey + mostAttended(patterns.weights, at, nKeys));
  });
  return { queries: Int32Array.from(queries), keys: Int32Array.from(keys) };
}

/** 0 = nearest of all, everywhere. */
function logRank(
  points: Float32Array,
  shape: HeadShape,
  { queries, keys }: Attended,
  kernels: Kernels,
  metric: Metric,
): LogRank {
  const n = queries.length;
  if (n === 0) return { mean: 0, standardError: 0 };
  const logs = Float64Array.from(
    kernels.spaceRanks(points, nPointsOf(shape), shape.dHead, queries, keys, metric),
    Math.log,
  );
  const mean = logs.reduce((a, b) => a + b, 0) / n;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / Math.max(1, n - 1);
  return { mean, standardError: Math.sqrt(variance / n) };
}

function cosineDistances(points: Float32Array, shape: HeadShape, pairs: readonly Pair[]): number[] {
  return pairs.map(([i, j]) => cosineDistance(points, i, shape.nTokens + j, shape.dHead));
}

function cosineDistance(points: Float32Array, i: number, j: number, d: number): number {
  const norms = dot(points, i, points, i, d) * dot(points, j, points, j, d);
  return norms > 0 ? 1 - dot(points, i, points, j, d) / Math.sqrt(norms) : 1;
}

function stack(q: Float32Array, k: Float32Array): Float32Array {
  const both = new Float32Array(q.length + k.length);
  both.set(q);
  both.set(k, q.length);
  return both;
}

function dot(a: Float32Array, i: number, b: Float32Array, j: number, d: number): number {
  let sum = 0;
  for (let axis = 0; axis < d; axis++) sum += a[i * d + axis]! * b[j * d + axis]!;
  return sum;
}
