/** Rotates or reflects one set of points to match another; distances do not change. */
import { symmetricEigen } from "./eigen/symmetric-eigen.ts";
import { expectLength } from "./shape-error.ts";

/**
 * Orthogonal Procrustes (Schönemann 1966) by the polar factor of the cross-covariance.
 *
 * @param points Row-major [n, dim]; centered in the result.
 * @param target Row-major [n, dim]; its scale and position do not matter.
 * @returns `points`, centered and rotated; only centered if the two sets are unrelated along some axis.
 */
export function turnTo(points: Float32Array, target: Float32Array, dim: number): Float32Array {
  const centered = center(points, dim);
  const rotation = turnOf(points, target, dim);
  if (rotation === null) return centered;
  const turned = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += dim) {
    for (let b = 0; b < dim; b++) {
      let sum = 0;
      for (let a = 0; a < dim; a++) sum += centered[at + a]! * rotation[a * dim + b]!;
      turned[at + b] = sum;
    }
  }
  return turned;
}

/**
 * The rotation or reflection that brings points nearest to a target, both about their means.
 *
 * @param points Row-major [n, dim], as `target`.
 * @returns [dim, dim], row-major: a point, as a row, times it is the turned point. Null if the two sets are unrelated along
 * some axis.
 */
export function turnOf(points: Float32Array, target: Float32Array, dim: number): Float64Array | null {
  expectLength("target", target.length, points.length);
  const centered = center(points, dim);
  const goal = center(target, dim);
  const cross = new Float64Array(dim * dim);
  for (let at = 0; at < points.length; at += dim) {
    for (let a = 0; a < dim; a++) {
      for (let b = 0; b < dim; b++) cross[a * dim + b]! += centered[at + a]! * goal[at + b]!;
    }
  }
  return polarFactor(cross, dim);
}

/** M (MᵀM)^(−1/2): the orthogonal matrix nearest to M. */
function polarFactor(m: Float64Array, dim: number): Float64Array | null {
  const { values, vectors } = symmetricEigen(product(transpose(m, dim), m, dim), dim);
  if (values[dim - 1]! <= values[0]! * 1e-12) return null;
  const inverseRoot = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    const scale = 1 / Math.sqrt(values[i]!);
    for (let a = 0; a < dim; a++) {
      for (let b = 0; b < dim; b++)
        inverseRoot[a * dim + b]! += scale * vectors[i * dim + a]! * vectors[i * dim + b]!;
    }
  }
  return product(m, inverseRoot, dim);
}

function center(points: Float32Array, dim: number): Float32Array {
  const mean = new Float64Array(dim);
  const n = points.length / dim;
  points.forEach((x, i) => {
    mean[i % dim]! += x / n;
  });
  return points.map((x, i) => x - mean[i % dim]!);
}

function transpose(m: Float64Array, dim: number): Float64Array {
  return m.map((_, i) => m[(i % dim) * dim + Math.floor(i / dim)]!);
}

function product(a: Float64Array, b: Float64Array, dim: number): Float64Array {
  return a.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < dim; j++) sum += a[Math.floor(i / dim) * dim + j]! * b[j * dim + (i % dim)]!;
    return sum;
  });
}
