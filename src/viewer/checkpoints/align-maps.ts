/** Lays the maps of one head at several stages of training on one another, so that what moves between them has moved. Pure. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { turnOf } from "#math/procrustes.ts";

/**
 * Turns and mirrors each map onto its neighbor in the series, from one map outward. Within a map, all distances keep their
 * proportions: a map is never stretched, and only made smaller where it would otherwise leave the frame.
 *
 * @param maps Of the same points, in the order of the stages.
 * @param anchor The map that stays as it is.
 */
export function alignMaps(maps: readonly MapCoordinates[], anchor: number): MapCoordinates[] {
  const aligned = [...maps];
  for (let i = anchor + 1; i < maps.length; i++) aligned[i] = layOn(maps[i]!, aligned[i - 1]!);
  for (let i = anchor - 1; i >= 0; i--) aligned[i] = layOn(maps[i]!, aligned[i + 1]!);
  return aligned;
}

/** The map between two: each point on the straight way from one to the other. @param share 0 is `from`, 1 is `to`. */
export function mapBetween(from: MapCoordinates, to: MapCoordinates, share: number): MapCoordinates {
  if (share === 0) return from;
  if (share === 1) return to;
  const axis = (a: Float32Array, b: Float32Array): Float32Array =>
    a.map((value, i) => value + (b[i]! - value) * share);
  const flat = { n: from.n, x: axis(from.x, to.x), y: axis(from.y, to.y) };
  return from.z && to.z ? { ...flat, z: axis(from.z, to.z) } : flat;
}

/** The map, turned about its mean to lie as near as possible on the target, in [−1, 1]. */
function layOn(map: MapCoordinates, target: MapCoordinates): MapCoordinates {
  const dim = map.z && target.z ? 3 : 2;
  const [axes, goal] = [axesOf(map, dim), axesOf(target, dim)];
  const shared = sharedPoints(axes, goal);
  const [points, onto] = [rows(axes, shared), rows(goal, shared)];
  const [middle, there] = [meanOf(points, dim), meanOf(onto, dim)];
  const rotation = shared.length > 0 ? turnOf(points, onto, dim) : null;
  const turned = axes.map((own, b) =>
    own.map((value, i) => {
      if (rotation === null) return value - middle[b]! + there[b]!;
      let sum = there[b]!;
      for (let a = 0; a < dim; a++) sum += (axes[a]![i]! - middle[a]!) * rotation[a * dim + b]!;
      return sum;
    }),
  );
  const farthest = turned.reduce(
    (most, axis) => axis.reduce((m, x) => Math.max(m, Math.abs(x) || 0), most),
    1,
  );
  const [x, y, z] = turned.map((axis) => axis.map((value) => value / farthest));
  return { n: map.n, x: x!, y: y!, ...(z ? { z } : {}) };
}

function axesOf({ x, y, z }: MapCoordinates, dim: 2 | 3): readonly Float32Array[] {
  return dim === 3 && z ? [x, y, z] : [x, y];
}

/** Cross-attention has no query for some tokens, and no key for others: their places are not numbers. */
function sharedPoints([a]: readonly Float32Array[], [b]: readonly Float32Array[]): number[] {
  const all = Array.from(a ?? [], (_, i) => i);
  return all.filter((i) => Number.isFinite(a?.[i]) && Number.isFinite(b?.[i]));
}

function rows(axes: readonly Float32Array[], points: readonly number[]): Float32Array {
  return Float32Array.from(points.flatMap((point) => axes.map((axis) => axis[point]!)));
}

function meanOf(points: Float32Array, dim: number): number[] {
  const mean = new Array<number>(dim).fill(0);
  points.forEach((value, i) => (mean[i % dim]! += (value * dim) / points.length));
  return mean;
}
