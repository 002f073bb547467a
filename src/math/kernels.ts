/**
 * The numeric kernels: WebAssembly with SIMD, compiled from `src/kernels`. They give the same bytes on every machine,
 * because exp, log and pow are compiled in and no relaxed instruction is used.
 */
import { KernelCall, type KernelExports } from "./kernel-call.ts";
import { COMPARED, LEAF_POINTS } from "./neighbors/effort.ts";
import { inOwnOrder, leavesOf, middlesOf, rowsInOrder } from "./neighbors/leaves.ts";
import type { Neighbors } from "./neighbors/neighbors.ts";
import { ranksAmongAll, type Parts } from "./map/part-ranks.ts";
import { expectLength, ShapeError } from "./shape-error.ts";

/** For each row the points with the highest dot product, both [nRows, k], highest first. */
export interface HighestDots {
  readonly indices: Int32Array;
  readonly dots: Float32Array;
}

export type Metric = "cosine" | "euclidean";

/** Edges of UMAP's graph, each in both directions, four of nearly one weight together. */
export interface EdgeGroups {
  /** [4 · nGroups]; the number of points where a place is left over. */
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  /** [nGroups]: epochs from one sample of a group's edges to the next, 1 for the strongest. */
  readonly every: Float32Array;
}

/** Symmetric affinities, every pair once, grouped by its first point; all weights add up to 1/2. */
export interface AffinityPairs {
  /** [n + 1] */
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly weights: Float32Array;
}

export interface UmapOptions {
  readonly nEpochs: number;
  /** Shape of the curve 1 / (1 + a d²ᵇ). */
  readonly a: number;
  readonly b: number;
  readonly seed: number;
}

export interface TsneOptions {
  readonly theta: number;
  /** Points in a cell of this side repel as one, even their nearest: 0, or far less than 1, the width of t. */
  readonly grain?: number;
  readonly nExaggerated: number;
  /** By so much affinities are multiplied in these iterations: 12, if not given. */
  readonly exaggeration?: number;
  /** Share of the learning rate (Belkina et al. 2019: n / 12) that the exaggerated iterations have. */
  readonly earlyPace: number;
  readonly maxIterations: number;
  /** The map has converged when the divergence falls by less than this share in 25 iterations. */
  readonly tolerance: number;
  /** Iterations after that, which settle the nearest. */
  readonly nSettling: number;
}

/** Kernels of one compiled module. Every call has its own memory, so results depend only on the arguments. */
export class Kernels {
  readonly #module: WebAssembly.Module;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /**
   * Exact nearest neighbors. O(n² d).
   *
   * @param points Row-major [n, d].
   * @param k At most n − 1.
   * @throws {ShapeError} if the points are not n × d numbers, or k is out of range.
   */
  nearestNeighbors(points: Float32Array, n: number, d: number, k: number, metric: Metric): Neighbors {
    expectLength("points", points.length, n * d);
    if (k < 1 || k >= n) throw new ShapeError(`k: expected 1 … ${n - 1}, received ${k}.`);
    const rows = metric === "cosine" ? unitRows(points, n, d) : points;
    const squares = metric === "cosine" ? new Float32Array(n) : halfSquares(points, n, d);
    const call = this.#start();
    const { indices, values } = call.nearest(rows, rows, squares, k);
    return { n, k, indices, distances: distancesOf(values, squares, k, metric) };
  }

  /**
   * Nearly all of the nearest neighbors, in time nearly linear in n: every point is compared with those of near leaves of
   * a tree, then with its neighbors' neighbors. Measured on queries and keys of an embedded head: of 15 neighbors 0.98 are
   * found among 100,000 points, of 90 neighbors 0.95.
   *
   * @param points Row-major [n, d].
   * @param k At most n − 1.
   * @throws {ShapeError} if the points are not n × d numbers, or k is out of range.
   */
  nearlyAllNeighbors(points: Float32Array, n: number, d: number, k: number, metric: Metric): Neighbors {
    expectLength("points", points.length, n * d);
    if (k < 1 || k >= n) throw new ShapeError(`k: expected 1 … ${n - 1}, received ${k}.`);
    const whole = metric === "cosine" ? unitRows(points, n, d) : points;
    const leaves = leavesOf(whole, n, d, LEAF_POINTS);
    const nLeaves = leaves.starts.length - 1;
    const wanted = Math.ceil((Math.max(COMPARED, 2 * k) * nLeaves) / n);
    if (nLeaves <= wanted + 1) return this.nearestNeighbors(points, n, d, k, metric);
    const near = this.nearestNeighbors(middlesOf(whole, d, leaves), nLeaves, d, wanted, "euclidean").indices;
    const { rows, width } = rowsInOrder(whole, d, leaves.order);
    const squares = metric === "cosine" ? new Float32Array(n) : halfSquares(rows, n, width);
    const { indices, values } = this.#start().nearestInLeaves(rows, squares, leaves.starts, near, k);
    const distances = distancesOf(values, squares, k, metric);
    return inOwnOrder({ n, k, indices, distances }, leaves.order);
  }

  /**
   * For each row the k points with the highest dot product, highest first. O(nRows n d), exact.
   *
   * @param rows Row-major [nRows, d].
   * @param points Row-major [n, d].
   * @param k At most n.
   * @throws {ShapeError} if an array is not of whole rows, or k is out of range.
   */
  highestDots(rows: Float32Array, points: Float32Array, d: number, k: number): HighestDots {
    const n = Math.ceil(points.length / d);
    expectLength("rows", rows.length, Math.ceil(rows.length / d) * d);
    expectLength("points", points.length, n * d);
    if (k < 1 || k > n) throw new ShapeError(`k: expected 1 … ${n}, received ${k}.`);
    const call = this.#start();
    const { indices, values } = call.nearest(rows, points, new Float32Array(n), k);
    return { indices, dots: values };
  }

  /**
   * Directed membership strengths of UMAP's fuzzy set (McInnes et al. 2018), [n, k].
   *
   * @param k Number of neighbors to use, at most `neighbors.k`.
   */
  fuzzySet(neighbors: Neighbors, k: number): Float32Array {
    if (k > neighbors.k) throw new ShapeError(`k: expected at most ${neighbors.k}, received ${k}.`);
    const call = this.#start();
    const [distancesAt, weightsAt] = [call.put(neighbors.distances), call.space(neighbors.n * k)];
    call.kernels.fuzzySet(distancesAt, neighbors.n, neighbors.k, k, weightsAt);
    return call.floats(weightsAt, neighbors.n * k);
  }

  /** Directed affinities of t-SNE (van der Maaten & Hinton 2008), [n, k]; every row sums to 1. */
  perplexityWeights(neighbors: Neighbors, k: number, perplexity: number): Float32Array {
    if (k > neighbors.k) throw new ShapeError(`k: expected at most ${neighbors.k}, received ${k}.`);
    const call = this.#start();
    const [distancesAt, weightsAt] = [call.put(neighbors.distances), call.space(neighbors.n * k)];
    call.kernels.perplexityWeights(distancesAt, neighbors.n, neighbors.k, k, perplexity, weightsAt);
    return call.floats(weightsAt, neighbors.n * k);
  }

  /**
   * Rows raised to the power, at least 1, at which they have at most this perplexity, and scaled to sum 1.
   *
   * @param rows [n, k], each row descending, zeros behind its end.
   */
  sharpenRows(rows: Float32Array, k: number, perplexity: number): Float32Array {
    const n = rows.length / k;
    expectLength("rows", rows.length, Math.ceil(n) * k);
    const call = this.#start();
    const at = call.put(rows);
    call.kernels.sharpenRows(at, n, k, perplexity);
    return call.floats(at, rows.length);
  }

  /**
   * Ranks by distance from anchors: 1 = nearest, without the anchor itself; equals share the best. O(nAnchors n d).
   *
   * @param points Row-major [n, d].
   * @param wanted [nAnchors, nWanted]: points whose ranks are asked for.
   * @param sample Compares each anchor with a part of the points only, and estimates its rank among all of them.
   * @returns [nAnchors, nWanted]
   */
  spaceRanks(
    points: Float32Array,
    n: number,
    d: number,
    anchors: Int32Array,
    wanted: Int32Array,
    metric: Metric,
    sample?: { readonly parts: Parts; readonly neighbors: Neighbors },
  ): Int32Array {
    expectLength("points", points.length, n * d);
    const isCosine = metric === "cosine";
    const rows = isCosine ? unitRows(points, n, d) : points;
    const squares = isCosine ? new Float32Array(n) : halfSquares(points, n, d);
    const call = this.#start();
    const [pointsAt, anchorsAt, wantedAt] = [call.put(rows), call.put(anchors), call.put(wanted)];
    const [squaresAt, ranksAt] = [call.put(squares), call.space(wanted.length)];
    const nWanted = wanted.length / anchors.length;
    const rest = [
      anchorsAt,
      anchors.length,
      wantedAt,
      nWanted,
      ranksAt,
      ...call.parts(anchors, sample?.parts),
    ];
    call.kernels.spaceRanks(pointsAt, squaresAt, n, d, ...rest);
    const ranks = call.ints(ranksAt, wanted.length);
    if (!sample) return ranks;
    const nearestOf = (row: number): NearestOfPoint => rowOf(sample.neighbors, anchors[row]!);
    return ranksAmongAll({ n, anchors, wanted, ranks, parts: sample.parts, nearestOf });
  }

  /**
   * The nearest points of anchors on a map, nearest first, and the ranks there of points that are asked for.
   *
   * @param map Row-major [n, dim].
   * @param wanted [nAnchors, k]
   * @param parts As for `spaceRanks`; the nearest are exact.
   * @returns Both [nAnchors, k].
   */
  mapRanks(
    map: Float32Array,
    dim: number,
    anchors: Int32Array,
    wanted: Int32Array,
    parts?: Parts,
  ): { readonly nearest: Int32Array; readonly ranks: Int32Array } {
    const n = map.length / dim;
    const width = Math.ceil(n / 4) * 4;
    const axes = new Float32Array(width * dim);
    map.forEach((x, i) => {
      axes[(i % dim) * width + Math.floor(i / dim)] = x;
    });
    const call = this.#start();
    const [axesAt, anchorsAt, wantedAt] = [call.put(axes), call.put(anchors), call.put(wanted)];
    const [nearestAt, ranksAt] = [call.space(wanted.length), call.space(wanted.length)];
    const [nAnchors, k] = [anchors.length, wanted.length / anchors.length];
    const rest = [nearestAt, ranksAt, ...call.parts(anchors, parts)];
    call.kernels.mapRanks(axesAt, n, dim, anchorsAt, nAnchors, wantedAt, k, ...rest);
    const nearest = call.ints(nearestAt, wanted.length);
    const ranks = call.ints(ranksAt, wanted.length);
    if (!parts) return { nearest, ranks };
    const nearestOf = (row: number): { points: Int32Array } => ({
      points: nearest.subarray(row * k, (row + 1) * k),
    });
    return { nearest, ranks: ranksAmongAll({ n, anchors, wanted, ranks, parts, nearestOf }) };
  }

  /** UMAP's layout from a start, row-major [n, dim]. */
  umapLayout(start: Float32Array, dim: number, edges: EdgeGroups, options: UmapOptions): Float32Array {
    const n = start.length / dim;
    const stride = dim === 2 ? 2 : 4;
    // One extra point, the end of the edges that fill up a group.
    const spaced = new Float32Array((n + 1) * stride);
    start.forEach((x, i) => {
      spaced[Math.floor(i / dim) * stride + (i % dim)] = x;
    });
    const call = this.#start();
    const { nEpochs, a, b, seed } = options;
    const [at, heads, tails, every, next] = [spaced, edges.heads, edges.tails, edges.every, edges.every].map(
      (array) => call.put(array),
    );
    call.kernels.umapStart(n, a, b, seed);
    for (let epoch = 0; epoch < nEpochs; epoch++) {
      // umap-learn falls in a line. Falling faster leaves more epochs to settle: half as many give the same recall.
      const rate = (1 - epoch / nEpochs) ** 2;
      call.kernels.umapEpoch(at!, dim, heads!, tails!, every!, next!, edges.every.length, epoch, rate);
    }
    const result = call.floats(at!, spaced.length);
    return start.map((_, i) => result[Math.floor(i / dim) * stride + (i % dim)]!);
  }

  /** Barnes–Hut t-SNE (van der Maaten 2014) from a start, row-major [n, dim]; the divergence is its own estimate. */
  tsne(
    start: Float32Array,
    dim: number,
    pairs: AffinityPairs,
    options: TsneOptions,
  ): { coordinates: Float32Array; divergence: number } {
    const n = start.length / dim;
    const call = this.#start();
    // In the kernel a point is one SIMD vector, whatever the number of axes.
    const spaced = new Float32Array(n * 4);
    start.forEach((x, i) => {
      spaced[Math.floor(i / dim) * 4 + (i % dim)] = x;
    });
    // Four weights are read at a time, so the list ends in three that count for nothing.
    const weights = new Float32Array(pairs.weights.length + 3);
    weights.set(pairs.weights);
    const [at, starts, othersAt, weightsAt] = [spaced, pairs.starts, pairs.others, weights].map((array) =>
      call.put(array),
    );
    const { theta, grain = 0, nExaggerated, exaggeration = 12, earlyPace, ...rest } = options;
    const steps = [nExaggerated, exaggeration, earlyPace, rest.maxIterations, rest.tolerance, rest.nSettling];
    const args = [at!, n, dim, starts!, othersAt!, weightsAt!, theta, grain, ...steps];
    const divergence = call.kernels.tsne(...args);
    const result = call.floats(at!, spaced.length);
    const coordinates = Float32Array.from(start, (_, i) => result[Math.floor(i / dim) * 4 + (i % dim)]!);
    return { coordinates, divergence };
  }

  #start(): KernelCall {
    const instance = new WebAssembly.Instance(this.#module, { env: { abort: () => undefined } });
    // The module's exports are what src/kernels/kernels.ts says; a test compiles it and compares.
    return new KernelCall(instance.exports as unknown as KernelExports);
  }
}

/** Scales rows to length 1; a row of zeros stays unchanged. */
export function unitRows(points: Float32Array, n: number, d: number): Float32Array {
  const rows = new Float32Array(points.length);
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let j = 0; j < d; j++) square += points[i * d + j]! ** 2;
    if (square === 0) continue;
    const scale = 1 / Math.sqrt(square);
    for (let j = 0; j < d; j++) rows[i * d + j] = points[i * d + j]! * scale;
  }
  return rows;
}

/** @param values [n, k], x·y − |y|² / 2. @param squares [n]: |x|² / 2, but zeros for cosine. */
function distancesOf(values: Float32Array, squares: Float32Array, k: number, metric: Metric): Float32Array {
  return values.map((value, i) => {
    if (metric === "cosine") return Math.max(0, 1 - value);
    return Math.sqrt(Math.max(0, 2 * (squares[Math.floor(i / k)]! - value)));
  });
}

function halfSquares(points: Float32Array, n: number, d: number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => {
    let square = 0;
    for (let j = 0; j < d; j++) square += points[i * d + j]! ** 2;
    return square / 2;
  });
}

interface NearestOfPoint {
  readonly points: Int32Array;
  readonly distances: Float32Array;
}

function rowOf({ indices, distances, k }: Neighbors, point: number): NearestOfPoint {
  const [from, to] = [point * k, (point + 1) * k];
  return { points: indices.subarray(from, to), distances: distances.subarray(from, to) };
}
