/** Lays one set of points on another by what changes no shape: a move, a turn or mirroring, and one factor for all axes. */
import { turnOf } from "./procrustes.ts";
import { expectLength } from "./shape-error.ts";

export interface Similarity {
  readonly dim: number;
  /** Middle of the points, and the place to which it goes. */
  readonly middle: Float64Array;
  readonly goal: Float64Array;
  /** [dim, dim], row-major: a point, as a row, times it is the turned point. */
  readonly rotation: Float64Array;
  /** Of the spread of the target to that of the points. */
  readonly scale: number;
  /**
   * How far the two shapes agree: 1 − the squared distances left after the best turn and factor, as a share of the target's
   * own spread. 1 for the same shape, near 0 for unrelated ones.
   */
  readonly agreement: number;
}

/**
 * Procrustes analysis. The factor makes both sets equally wide, whatever they have in common: the factor of least squares would
 * shrink points that are unrelated to the target to a dot.
 *
 * @param points Row-major [n, dim].
 * @param target As `points`.
 * @returns null for points or targets without any spread, and where the two are unrelated along some axis.
 */
export function similarityOf(points: Float32Array, target: Float32Array, dim: number): Similarity | null {
  expectLength("target", target.length, points.length);
  const rotation = points.length === 0 ? null : turnOf(points, target, dim);
  if (rotation === null) return null;
  const [middle, goal] = [meanOf(points, dim), meanOf(target, dim)];
  let [own, other, common] = [0, 0, 0];
  for (let at = 0; at < points.length; at += dim) {
    for (let b = 0; b < dim; b++) {
      let turned = 0;
      for (let a = 0; a < dim; a++) turned += (points[at + a]! - middle[a]!) * rotation[a * dim + b]!;
      const wanted = target[at + b]! - goal[b]!;
      common += turned * wanted;
      own += turned * turned;
      other += wanted * wanted;
    }
  }
  const agreement = Math.max(0, common) ** 2 / (own * other);
  return { dim, middle, goal, rotation, scale: Math.sqrt(other / own), agreement };
}

/** Moves any points as the similarity says, those it was not made of too. @param points Row-major [n, dim]; NaN stays NaN. */
export function applySimilarity(points: Float32Array, of: Similarity): Float32Array {
  const { dim, middle, goal, rotation, scale } = of;
  const moved = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += dim) {
    for (let b = 0; b < dim; b++) {
      let sum = 0;
      for (let a = 0; a < dim; a++) sum += (points[at + a]! - middle[a]!) * rotation[a * dim + b]!;
      moved[at + b] = goal[b]! + scale * sum;
    }
  }
  return moved;
}

function meanOf(points: Float32Array, dim: number): Float64Array {
  const mean = new Float64Array(dim);
  points.forEach((x, i) => (mean[i % dim]! += (x * dim) / points.length));
  return mean;
}
