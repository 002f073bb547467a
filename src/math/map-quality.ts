/** How far a map can be trusted: what is near on it against what is near in the joint space, and against attention. */
import type { HeadShape, Patterns } from "./align.ts";
import type { Neighbors } from "./kernels.ts";
import { seededRandom, shuffledIndices } from "./random.ts";
import { ShapeError } from "./shape-error.ts";

/** Names and ranges as in the atlas' `heads.json`. */
export interface MapMeasures {
  readonly trustworthiness: number;
  readonly continuity: number;
  readonly neighborRecall: number;
  readonly distanceCorrelation: number;
  readonly attentionRecall: number;
  readonly attentionRank: number;
  readonly mixing: number;
  readonly sampled: number;
}

/** Neighborhood size of all neighbor measures. */
const K = 15;
/** Neighbor measures are exact up to this many points, and taken on as many drawn by seed above. */
const N_ANCHORS = 200;
const N_PAIRS = 10_000;

/** What does not depend on the map: made once, used for every map of a head. */
export interface QualityReference {
  readonly neighbors: Neighbors;
  readonly anchors: Uint32Array;
  /** [nAnchors, n]: squared chord of every point from each anchor in the joint space. */
  readonly distances: readonly Float32Array[];
  readonly pairs: readonly (readonly [query: number, key: number])[];
  /** Ranks of q·k over the pairs. */
  readonly dotRanks: Float64Array;
  readonly shape: HeadShape;
  readonly patterns: Patterns;
}

/**
 * @param points [2 · nTokens, dHead] in the joint space; the metric is the cosine's.
 * @param neighbors At least 15 true neighbors of every point.
 */
export function qualityReference(
  points: Float32Array,
  shape: HeadShape,
  neighbors: Neighbors,
  patterns: Patterns,
  dot: (query: number, key: number) => number,
  seed: number,
): QualityReference {
  if (neighbors.k < K)
    throw new ShapeError(`neighbors: expected at least ${K} of every point, received ${neighbors.k}.`);
  const { nTokens, dHead } = shape;
  const random = seededRandom(seed);
  const anchors = shuffledIndices(nTokens * 2, random)
    .slice(0, N_ANCHORS)
    .sort();
  const pairs = Array.from(
    { length: N_PAIRS },
    () => [Math.floor(random() * nTokens), Math.floor(random() * nTokens)] as const,
  );
  const unit = unitRows(points, dHead);
  const distances = Array.from(anchors, (anchor) => distancesFrom(unit, dHead, anchor));
  const dotRanks = ranksOf(Float64Array.from(pairs, ([i, j]) => dot(i, j)));
  return { neighbors, anchors, distances, pairs, dotRanks, shape, patterns };
}

/** @param map [2 · nTokens, dim] */
export function mapQuality(map: Float32Array, dim: number, reference: QualityReference): MapMeasures {
  const { nTokens } = reference.shape;
  const near = neighborMeasures(map, dim, reference);
  const mapDistances = Float64Array.from(reference.pairs, ([i, j]) => chord(map, dim, i, nTokens + j));
  const attended = attentionMeasures(map, dim, reference);
  return {
    ...near,
    distanceCorrelation: pearson(ranksOf(mapDistances), reference.dotRanks),
    ...attended,
    sampled: reference.anchors.length,
  };
}

/** Trustworthiness and continuity (Venna & Kaski 2001), recall of true neighbors, share of the other role among the near. */
function neighborMeasures(
  map: Float32Array,
  dim: number,
  reference: QualityReference,
): Pick<MapMeasures, "trustworthiness" | "continuity" | "neighborRecall" | "mixing"> {
  const { neighbors, anchors, shape } = reference;
  const n = shape.nTokens * 2;
  let [untrue, torn, kept, other] = [0, 0, 0, 0];
  anchors.forEach((anchor, row) => {
    const high = reference.distances[row]!;
    const low = distancesFrom(map, dim, anchor);
    const mapped = nearest(low, anchor, K);
    const truth = neighbors.indices.subarray(anchor * neighbors.k, anchor * neighbors.k + K);
    for (const j of mapped) {
      if (truth.includes(j)) kept++;
      else untrue += rankOf(high, j, anchor) - K;
      if (j < shape.nTokens !== anchor < shape.nTokens) other++;
    }
    for (const j of truth) if (!mapped.includes(j)) torn += rankOf(low, j, anchor) - K;
  });
  const total = anchors.length * K;
  const scale = 2 / (total * (2 * n - 3 * K - 1));
  return {
    trustworthiness: 1 - scale * untrue,
    continuity: 1 - scale * torn,
    neighborRecall: kept / total,
    mixing: other / total,
  };
}

/** The most attended key of every query, among the keys of its sequence that it can see (at least 4 of them). */
function attentionMeasures(
  map: Float32Array,
  dim: number,
  { shape, patterns }: QualityReference,
): Pick<MapMeasures, "attentionRecall" | "attentionRank"> {
  const { starts, weights, isCausal } = patterns;
  let [hits, ranks, count, at] = [0, 0, 0, 0];
  for (let s = 0; s + 1 < starts.length; s++) {
    const first = starts[s]!;
    const length = starts[s + 1]! - first;
    for (let row = 0; row < length; row++, at += length) {
      const nKeys = isCausal ? row + 1 : length;
      if (nKeys < 4) continue;
      let attended = 0;
      for (let key = 1; key < nKeys; key++) if (weights[at + key]! > weights[at + attended]!) attended = key;
      const wanted = chord(map, dim, first + row, shape.nTokens + first + attended);
      let nearer = 0;
      for (let key = 0; key < nKeys; key++) {
        if (chord(map, dim, first + row, shape.nTokens + first + key) < wanted) nearer++;
      }
      hits += nearer < 3 ? 1 : 0;
      ranks += nearer / (nKeys - 1);
      count++;
    }
  }
  return count > 0
    ? { attentionRecall: hits / count, attentionRank: ranks / count }
    : { attentionRecall: 0, attentionRank: 0.5 };
}

function unitRows(points: Float32Array, d: number): Float32Array {
  const rows = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += d) {
    let square = 0;
    for (let axis = 0; axis < d; axis++) square += points[at + axis]! ** 2;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let axis = 0; axis < d; axis++) rows[at + axis] = points[at + axis]! * scale;
  }
  return rows;
}

function distancesFrom(points: Float32Array, d: number, anchor: number): Float32Array {
  const n = points.length / d;
  const distances = new Float32Array(n);
  for (let i = 0; i < n; i++) distances[i] = chord(points, d, anchor, i);
  return distances;
}

/** Squared Euclidean distance. */
function chord(points: Float32Array, d: number, i: number, j: number): number {
  let sum = 0;
  for (let axis = 0; axis < d; axis++) sum += (points[i * d + axis]! - points[j * d + axis]!) ** 2;
  return sum;
}

/** Indices of the k smallest distances, without the anchor itself. */
function nearest(distances: Float32Array, anchor: number, k: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < distances.length; i++) {
    if (i === anchor || (best.length === k && distances[i]! >= distances[best[k - 1]!]!)) continue;
    let place = best.length;
    while (place > 0 && distances[best[place - 1]!]! > distances[i]!) place--;
    best.splice(place, 0, i);
    if (best.length > k) best.pop();
  }
  return best;
}

/** 1 = nearest. */
function rankOf(distances: Float32Array, wanted: number, anchor: number): number {
  const limit = distances[wanted]!;
  let rank = 1;
  for (let i = 0; i < distances.length; i++) if (distances[i]! < limit && i !== anchor) rank++;
  return rank;
}

/** Ranks from 0; equal values share their mean rank. */
function ranksOf(values: Float64Array): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end - 1) / 2;
    start = end;
  }
  return ranks;
}

function pearson(x: Float64Array, y: Float64Array): number {
  const meanX = x.reduce((a, b) => a + b, 0) / x.length;
  const meanY = y.reduce((a, b) => a + b, 0) / y.length;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx * yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}
