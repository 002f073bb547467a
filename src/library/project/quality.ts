/** How far maps can be trusted. */
import type { Alignment } from "#math/align.ts";
import { mapQualities, type MapMeasures as AllMeasures, type QualityInput } from "#math/map/map-quality.ts";
import { expectLength } from "#math/shape-error.ts";
import { PROJECTION_OPTIONS } from "#projections/projections.ts";
import { expectDim, expectHead, expectPoints, pointsOf, type Head } from "./check-input.ts";
import { kernels, metricOf, seedOf, type MapOptions } from "./maps.ts";

/** `dim`, `metric`: those of the map. `seed`: of the pairs and, above 4,000 points, of those that are drawn. */
export type QualityOptions = MapOptions;

/** What is measured of a map of any vectors. Neighborhoods are of 15 points. */
export type MapMeasures = Pick<
  AllMeasures,
  "trustworthiness" | "continuity" | "neighborRecall" | "shepardCorrelation" | "sampled" | "standardError"
>;

/** The same, and what is measured of a map of queries and keys. */
export type HeadMapMeasures = AllMeasures;

interface Measured<Measures> {
  readonly measures: Measures;
  /** [n], 0 … 1: how far the 15 points around each point on the map really are; 0 = all are its true nearest neighbors. */
  readonly distortion: Float32Array;
}

export type MapQuality = Measured<MapMeasures>;
export type HeadMapQuality = Measured<HeadMapMeasures>;

/**
 * Measures a map against the vectors it was made of:
 *
 * - trustworthiness, 0 … 1 (Venna & Kaski 2001): 1 = no point is near on the map that was far before;
 * - continuity, 0 … 1: 1 = no near point was torn away;
 * - neighborRecall, 0 … 1: share of the 15 nearest vectors that are among the 15 nearest on the map;
 * - shepardCorrelation, −1 … 1: Spearman's, of distances on the map with distances of vectors, over 10,000 pairs;
 * - sampled: points that the first three were taken on;
 * - standardError: of the first two, above 4,000 points, where ranks are counted among a part of the points drawn for each.
 *
 * @param points Row-major [n, d].
 * @param coordinates Row-major [n, dim].
 * @throws {ShapeError} if there are fewer than 17 points, or another number of places than of points.
 */
export async function mapQuality(
  points: Float32Array,
  d: number,
  coordinates: Float32Array,
  options: QualityOptions = {},
): Promise<MapQuality> {
  const n = expectPoints(points, d);
  // Roles matter to the measures of attention only, which are left out below.
  const withoutRoles = {
    points,
    shape: { nTokens: n - 1, nKeys: 1, dHead: d },
    patterns: { starts: new Uint32Array(1), weights: new Float32Array(), isCausal: false },
    dot: () => 0,
  };
  const { measures, distortion } = await measure(withoutRoles, n, coordinates, options);
  const { trustworthiness, continuity, neighborRecall, shepardCorrelation, sampled, standardError } =
    measures;
  const own = { trustworthiness, continuity, neighborRecall, shepardCorrelation, sampled };
  return { measures: standardError === undefined ? own : { ...own, standardError }, distortion };
}

/**
 * Measures a map of a head's queries and keys: what `mapQuality` does, and
 *
 * - distanceCorrelation, −1 … 1: Spearman's, of distance on the map with q·k; −1 = near means a high product;
 * - attentionRecall, 0 … 1: share of queries whose most attended key is among the 3 nearest keys of its sequence;
 * - attentionRecallChance: the same for points that lie anywhere;
 * - attentionRank, 0 … 1: relative rank of that key by distance; 0 = nearest, 0.5 = chance;
 * - mixing, 0 … 1: share of points of the other role among the 15 nearest.
 *
 * @param joint As `alignHead` gives it for this head.
 * @param coordinates Row-major [queries + keys, dim].
 * @throws {ShapeError} if vectors, weights and places do not fit together.
 */
export async function headMapQuality(
  head: Head,
  { points }: Pick<Alignment, "points">,
  coordinates: Float32Array,
  options: QualityOptions = {},
): Promise<HeadMapQuality> {
  const { q, k, dHead, patterns } = head;
  const shape = expectHead(head);
  expectLength("points", points.length, pointsOf(shape) * dHead);
  const dot = (query: number, key: number): number => {
    let sum = 0;
    for (let axis = 0; axis < dHead; axis++) sum += q[query * dHead + axis]! * k[key * dHead + axis]!;
    return sum;
  };
  return measure({ points, shape, patterns, dot }, pointsOf(shape), coordinates, options);
}

async function measure(
  on: Pick<QualityInput, "points" | "shape" | "patterns" | "dot">,
  n: number,
  coordinates: Float32Array,
  options: QualityOptions,
): Promise<HeadMapQuality> {
  const { dim = 2 } = options;
  expectDim(dim);
  expectLength("coordinates", coordinates.length, n * dim);
  expectPoints(coordinates, dim, "coordinates");
  const metric = metricOf(options.metric ?? PROJECTION_OPTIONS.metric);
  const loaded = options.kernels ?? (await kernels());
  const neighbors = loaded.nearestNeighbors(on.points, n, on.shape.dHead, 15, metric);
  const input = { ...on, neighbors, kernels: loaded, seed: seedOf(options), metric };
  return mapQualities(input, [{ dim, coordinates }])[0]!;
}
