/** The islands of a map: where its points lie densely, at two scales. Pure, and the same for points in any order. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { basinsOf, type BasinOptions } from "./basins.ts";
import { gridOf, smoothed } from "./grid-density.ts";

export interface Island {
  /** Its points, in ascending order. */
  readonly points: Uint32Array;
  /** The point nearest to their mean: a name written there turns with the map. */
  readonly anchor: number;
  /** Root of the mean square of their distances from their mean, in units of the map. */
  readonly radius: number;
}

/** The islands of one scale, the largest first. */
export interface Islands {
  readonly islands: readonly Island[];
  /** Number of the island of each point; −1 at sea. */
  readonly of: Int32Array;
}

export type Scale = "coarse" | "fine";

interface ScaleOptions extends Omit<BasinOptions, "leastGap"> {
  /** Width of the smoothing, as a share of the spread of the points. */
  readonly sigmaShare: number;
  /** In widths of the smoothing. */
  readonly leastGapSigmas: number;
  /** An island has at least this share of all points, and at least `LEAST_POINTS`. */
  readonly leastShare: number;
}

const SCALES: Readonly<Record<Scale, ScaleOptions>> = {
  coarse: { sigmaShare: 0.14, prominence: 1.25, leastGapSigmas: 5, foot: 0.12, leastShare: 0.008 },
  fine: { sigmaShare: 0.05, prominence: 1.2, leastGapSigmas: 5, foot: 0.12, leastShare: 0.0015 },
};
const LEAST_POINTS = 6;

/** @param isThere Whether a point exists: in cross-attention a token has only a query or only a key. */
export function findIslands(
  coordinates: MapCoordinates,
  isThere: (point: number) => boolean = () => true,
): Readonly<Record<Scale, Islands>> {
  const grid = gridOf(coordinates, isThere);
  const points = Uint32Array.from(grid.cellOf.keys()).filter((point) => grid.cellOf[point]! >= 0);
  const { radius: spread } = middleOf(coordinates, points);
  const at = (scale: Scale): Islands => {
    const { sigmaShare, leastGapSigmas, leastShare, ...options } = SCALES[scale];
    const sigma = Math.max(grid.step, sigmaShare * spread);
    const density = smoothed(grid, sigma);
    const { of, n } = basinsOf(density, { ...options, leastGap: (leastGapSigmas * sigma) / grid.step });
    const hillOf = grid.cellOf.map((cell) => (cell < 0 ? -1 : of[cell]!));
    return islandsOf(coordinates, hillOf, n, Math.max(LEAST_POINTS, leastShare * points.length));
  };
  return { coarse: at("coarse"), fine: at("fine") };
}

function islandsOf(
  coordinates: MapCoordinates,
  hillOf: Int32Array,
  nHills: number,
  leastPoints: number,
): Islands {
  const sizes = new Uint32Array(nHills);
  for (const hill of hillOf) if (hill >= 0) sizes[hill]! += 1;
  // Hills are numbered by the height of their peaks, so equal sizes have an order too.
  const hills = Array.from(sizes.keys())
    .filter((hill) => sizes[hill]! >= leastPoints)
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const numberOf = new Int32Array(nHills).fill(-1);
  hills.forEach((hill, number) => (numberOf[hill] = number));
  const of = hillOf.map((hill) => (hill < 0 ? -1 : numberOf[hill]!));
  const members = hills.map((hill) => new Uint32Array(sizes[hill]!));
  const filled = new Uint32Array(hills.length);
  of.forEach((island, point) => {
    if (island >= 0) members[island]![filled[island]!++] = point;
  });
  return { of, islands: members.map((points) => ({ points, ...middleOf(coordinates, points) })) };
}

/** Steps of a coordinate: sums of whole numbers do not depend on their order. */
const STEPS = 2 ** 16;

function middleOf({ x, y, z }: MapCoordinates, points: Uint32Array): Omit<Island, "points"> {
  const axes = z ? [x, y, z] : [x, y];
  const n = Math.max(1, points.length);
  const means = axes.map((axis) => {
    let sum = 0;
    for (const point of points) sum += Math.round(axis[point]! * STEPS);
    return sum / n / STEPS;
  });
  let anchor = points[0] ?? 0;
  let nearest = Infinity;
  let squares = 0;
  for (const point of points) {
    let square = 0;
    for (let axis = 0; axis < axes.length; axis++) square += (axes[axis]![point]! - means[axis]!) ** 2;
    squares += Math.round(square * STEPS);
    if (square < nearest) [nearest, anchor] = [square, point];
  }
  return { anchor, radius: Math.sqrt(squares / n / STEPS) };
}
