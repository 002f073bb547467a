/** Measures how far maps can be trusted: compares nearness on the map with nearness in the joint space, and with attention. */
import { nKeysOf, nPointsOf, type HeadShape } from "../align.ts";
import type { Kernels, Metric } from "../kernels.ts";
import type { Neighbors } from "../neighbors/neighbors.ts";
import type { Patterns } from "../pattern-rows.ts";
import { eachRow, mostAttended } from "../pattern-rows.ts";
import { seededRandom, shuffledIndices } from "../random.ts";
import { correlation, ranksOf } from "../rank-correlation.ts";
import { ShapeError } from "../shape-error.ts";
import { meanPenaltyAtWorst, NEIGHBORS } from "./neighbor-penalty.ts";
import { drawParts, type Parts } from "./part-ranks.ts";

/** How far one map can be trusted. */
export interface MapMeasures {
  /** Venna & Kaski 2001, k = 15: 1 means that no point is near on the map but far in the joint space. */
  readonly trustworthiness: number;
  /** The same in the other direction: 1 means that no point is near in the joint space but far on the map. */
  readonly continuity: number;
  /** Share of a point's 15 true nearest neighbors that are among its 15 nearest on the map. */
  readonly neighborRecall: number;
  /** Share of points of the other role among the 15 nearest on the map. */
  readonly mixing: number;
  /** Spearman correlation of map distance with distance in the joint space over pairs of points (Shepard's diagram); 1 = the map is the space. */
  readonly shepardCorrelation: number;
  /** Spearman correlation of map distance with q·k over query–key pairs; −1 = nearness means attention. */
  readonly distanceCorrelation: number;
  /** Share of queries whose most attended key is among the 3 nearest keys of its sequence on the map. */
  readonly attentionRecall: number;
  /** The same for random positions: 3 / the number of keys a query can see, averaged. */
  readonly attentionRecallChance: number;
  /** Mean relative rank of that key by map distance: 0 = nearest, 0.5 = chance. */
  readonly attentionRank: number;
  /** Number of points the neighbor measures were taken on: all of them, or as many drawn by seed. */
  readonly sampled: number;
  /**
   * Standard error of trustworthiness and of continuity, the larger of the two, where ranks were counted among a part of
   * the points. It includes what points differ by, so it is rather too large. Without it ranks were counted among all.
   */
  readonly standardError?: number;
}

export interface MapQuality {
  readonly measures: MapMeasures;
  /**
   * [n], 0 … 1: how far the 15 points around a point on the map really are, as the mean of log(rank / 15) / log(n / 15)
   * over them, 0 for those of rank 15 or less. 0 = all are true nearest neighbors. Points that were not drawn where
   * there are too many have the value of the nearest measured point before them.
   */
  readonly distortion: Float32Array;
}

/** The points and their neighbors, the same for all maps of a head. */
export interface QualityInput {
  /** [queries + keys, dHead] in the joint space. */
  readonly points: Float32Array;
  readonly shape: HeadShape;
  /** At least 15 true neighbors of every point. */
  readonly neighbors: Neighbors;
  readonly patterns: Patterns;
  readonly dot: (query: number, key: number) => number;
  readonly kernels: Kernels;
  readonly seed: number;
  /** Of the joint space, as the neighbors have it. */
  readonly metric: Metric;
}

export interface QualityMap {
  readonly dim: number;
  /** [queries + keys, dim] */
  readonly coordinates: Float32Array;
}

/** Neighborhood size of all neighbor measures. */
const K = NEIGHBORS;
/** Keys among which the most attended one is looked for. */
const NEAREST_KEYS = 3;
/** Neighbor measures are taken on all of up to this many points; larger maps use a seeded sample of this size. */
const MOST_ANCHORS = 20_000;
/** Number of seeded random pairs for correlations. */
const N_PAIRS = 10_000;

/**
 * Measures all maps of a head at once. O(n² dHead) once and O(n²) per map, of which the most is done for a part of the
 * points where there are many.
 *
 * @throws {ShapeError} if there are fewer than 15 neighbors of every point.
 */
export function mapQualities(input: QualityInput, maps: readonly QualityMap[]): MapQuality[] {
  const { points, shape, neighbors, kernels } = input;
  if (neighbors.k < K)
    throw new ShapeError(`neighbors: expected at least ${K} of every point, received ${neighbors.k}.`);
  const n = nPointsOf(shape);
  const random = seededRandom(input.seed);
  const anchors = Int32Array.from(shuffledIndices(n, random).slice(0, MOST_ANCHORS)).sort();
  const truth = new Int32Array(anchors.length * K);
  anchors.forEach((anchor, row) => {
    truth.set(neighbors.indices.subarray(anchor * neighbors.k, anchor * neighbors.k + K), row * K);
  });
  const drawn = drawPairs(input, random);
  const parts = drawParts(n, anchors.length, random);
  const onMaps = maps.map(({ coordinates, dim }) =>
    kernels.mapRanks(coordinates, dim, anchors, truth, parts),
  );
  const wanted = interleave(onMaps, anchors.length);
  const sample = parts && { parts, neighbors };
  const inSpace = kernels.spaceRanks(points, n, shape.dHead, anchors, wanted, input.metric, sample);
  return maps.map((map, m) => {
    const { nearest, ranks } = onMaps[m]!;
    const around = rowsOf(inSpace, anchors.length, maps.length, m);
    return {
      measures: {
        ...neighborMeasures(nearest, around, ranks, anchors, shape),
        ...(parts && { standardError: Math.max(errorOf(around, n, parts), errorOf(ranks, n, parts)) }),
        ...correlations(map, drawn),
        ...attentionMeasures(map.coordinates, map.dim, input),
        sampled: anchors.length,
      },
      distortion: distortions(around, anchors, n),
    };
  });
}

/** All maps' nearest points side by side: [nAnchors, nMaps · K]. */
function interleave(maps: readonly { readonly nearest: Int32Array }[], nAnchors: number): Int32Array {
  const wanted = new Int32Array(nAnchors * maps.length * K);
  maps.forEach(({ nearest }, m) => {
    for (let row = 0; row < nAnchors; row++)
      wanted.set(nearest.subarray(row * K, (row + 1) * K), (row * maps.length + m) * K);
  });
  return wanted;
}

/** One map's part of what belongs to all: [nAnchors, K]. */
function rowsOf(all: Int32Array, nAnchors: number, nMaps: number, m: number): Int32Array {
  const rows = new Int32Array(nAnchors * K);
  for (let row = 0; row < nAnchors; row++) {
    const from = (row * nMaps + m) * K;
    rows.set(all.subarray(from, from + K), row * K);
  }
  return rows;
}

/** Trustworthiness and continuity (Venna & Kaski 2001), recall of true neighbors, share of the other role among the near. */
function neighborMeasures(
  nearest: Int32Array,
  around: Int32Array,
  ranks: Int32Array,
  anchors: Int32Array,
  shape: HeadShape,
): Pick<MapMeasures, "trustworthiness" | "continuity" | "neighborRecall" | "mixing"> {
  const n = nPointsOf(shape);
  let [untrue, torn, kept, other] = [0, 0, 0, 0];
  for (let slot = 0; slot < nearest.length; slot++) {
    const anchor = anchors[Math.floor(slot / K)]!;
    untrue += Math.max(0, around[slot]! - K);
    torn += Math.max(0, ranks[slot]! - K);
    if (around[slot]! <= K) kept++;
    if (nearest[slot]! < shape.nTokens !== anchor < shape.nTokens) other++;
  }
  const total = anchors.length * K;
  const scale = 1 / (total * meanPenaltyAtWorst(n));
  return {
    trustworthiness: 1 - scale * untrue,
    continuity: 1 - scale * torn,
    neighborRecall: kept / total,
    mixing: other / total,
  };
}

/** Of the mean penalty over anchors that see different parts: how far the means of those that see the same one spread. */
function errorOf(ranks: Int32Array, n: number, { count, of }: Parts): number {
  const [sums, counts] = [new Float64Array(count), new Float64Array(count)];
  ranks.forEach((rank, slot) => {
    const part = of[Math.floor(slot / K)]!;
    sums[part]! += Math.max(0, rank - K) / meanPenaltyAtWorst(n);
    counts[part]!++;
  });
  const means = sums.map((sum, part) => sum / Math.max(1, counts[part]!));
  const mean = means.reduce((a, b) => a + b, 0) / count;
  return Math.sqrt(means.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (count - 1) / count);
}

function distortions(around: Int32Array, anchors: Int32Array, n: number): Float32Array {
  const distortion = new Float32Array(n);
  const most = Math.log(n / K);
  const logs = Float64Array.from({ length: n }, (_, rank) => Math.log(Math.max(1, rank / K)) / most);
  anchors.forEach((anchor, row) => {
    let sum = 0;
    for (let slot = row * K; slot < (row + 1) * K; slot++) sum += logs[around[slot]!]!;
    distortion.fill(sum / K, row === 0 ? 0 : anchor, anchors[row + 1]);
  });
  return distortion;
}

/** The sampled pairs, with the ranks that do not depend on the map. */
interface DrawnPairs {
  /** Query and key, as points. */
  readonly attending: readonly (readonly [number, number])[];
  readonly dotRanks: Float64Array;
  /** Any two points. */
  readonly any: readonly (readonly [number, number])[];
  readonly distanceRanks: Float64Array;
}

function drawPairs({ points, shape, dot, metric }: QualityInput, random: () => number): DrawnPairs {
  const { nTokens, dHead } = shape;
  const distance = metric === "cosine" ? cosineDistance : chord;
  const n = nPointsOf(shape);
  const below = (end: number): number => Math.floor(random() * end);
  const attending = Array.from(
    { length: N_PAIRS },
    () => [below(nTokens), nTokens + below(nKeysOf(shape))] as const,
  );
  const any = Array.from({ length: N_PAIRS }, () => [below(n), below(n)] as const);
  return {
    attending,
    dotRanks: ranksOf(Float64Array.from(attending, ([i, j]) => dot(i, j - nTokens))),
    any,
    distanceRanks: ranksOf(Float64Array.from(any, ([i, j]) => distance(points, dHead, i, j))),
  };
}

/** Spearman's, over the drawn pairs. */
function correlations(
  { coordinates, dim }: QualityMap,
  drawn: DrawnPairs,
): Pick<MapMeasures, "shepardCorrelation" | "distanceCorrelation"> {
  const ranks = (pairs: DrawnPairs["any"]): Float64Array =>
    ranksOf(Float64Array.from(pairs, ([i, j]) => chord(coordinates, dim, i, j)));
  return {
    shepardCorrelation: correlation(ranks(drawn.any), drawn.distanceRanks),
    distanceCorrelation: correlation(ranks(drawn.attending), drawn.dotRanks),
  };
}

/** The most attended key of every query, among the keys of its sequence that it can see (at least 4 of them). */
function attentionMeasures(
  map: Float32Array,
  dim: number,
  { shape, patterns }: QualityInput,
): Pick<MapMeasures, "attentionRecall" | "attentionRecallChance" | "attentionRank"> {
  let [hits, chances, ranks, count] = [0, 0, 0, 0];
  eachRow(patterns, ({ query, firstKey, nKeys, at }) => {
    if (nKeys <= NEAREST_KEYS) return;
    const distance = (key: number): number => chord(map, dim, query, shape.nTokens + firstKey + key);
    const wanted = distance(mostAttended(patterns.weights, at, nKeys));
    let nearer = 0;
    for (let key = 0; key < nKeys; key++) if (distance(key) < wanted) nearer++;
    hits += nearer < NEAREST_KEYS ? 1 : 0;
    chances += NEAREST_KEYS / nKeys;
    ranks += nearer / (nKeys - 1);
    count++;
  });
  return count > 0
    ? {
        attentionRecall: hits / count,
        attentionRecallChance: chances / count,
        attentionRank: ranks / count,
      }
    : { attentionRecall: 0, attentionRecallChance: 0, attentionRank: 0.5 };
}

/** Squared Euclidean distance. */
function chord(points: Float32Array, d: number, i: number, j: number): number {
  let sum = 0;
  for (let axis = 0; axis < d; axis++) sum += (points[i * d + axis]! - points[j * d + axis]!) ** 2;
  return sum;
}

function cosineDistance(points: Float32Array, d: number, i: number, j: number): number {
  let [ij, ii, jj] = [0, 0, 0];
  for (let axis = 0; axis < d; axis++) {
    const [a, b] = [points[i * d + axis]!, points[j * d + axis]!];
    ij += a * b;
    ii += a * a;
    jj += b * b;
  }
  return ii * jj > 0 ? 1 - ij / Math.sqrt(ii * jj) : 1;
}
