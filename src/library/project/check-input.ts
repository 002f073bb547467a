/** What callers hand over, checked before anything is computed with it. */
import { nKeysOf, type HeadShape } from "#math/align.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import { ShapeError } from "#math/shape-error.ts";
import { LEAST_POINTS } from "../../pipeline/project/project-head.ts";

/** A head's vectors and weights, as `captureHeads` of headland/extract gives them. */
export interface Head {
  readonly dHead: number;
  /** Row-major [queries, dHead]; finite. */
  readonly q: Float32Array;
  /** Row-major [keys, dHead]; finite. */
  readonly k: Float32Array;
  readonly patterns: Patterns;
}

/** @returns How many vectors there are. @throws {ShapeError} if they are fewer than 17, not of d numbers each or not finite. */
export function expectPoints(points: Float32Array, d: number, name = "points"): number {
  const n = expectRows(points, d, name);
  if (n < LEAST_POINTS) throw new ShapeError(`${name}: expected at least ${LEAST_POINTS}, received ${n}.`);
  return n;
}

/** @throws {ShapeError} if a map has another number of axes than 2 or 3, or more than the vectors have. */
export function expectDim(dim: number, d = Infinity): void {
  if ((dim !== 2 && dim !== 3) || dim > d)
    throw new ShapeError(`dim: expected ${d === 2 ? "2" : "2 or 3"}, received ${dim}.`);
}

/** @throws {ShapeError} if vectors and weights do not fit together, or are not finite. */
export function expectHead({ q, k, dHead, patterns }: Head): HeadShape {
  const [nTokens, nKeys] = [expectRows(q, dHead, "q"), expectRows(k, dHead, "k")];
  if (nTokens + nKeys < LEAST_POINTS)
    throw new ShapeError(`q and k: expected at least ${LEAST_POINTS}, received ${nTokens + nKeys}.`);
  const { starts, keyStarts, weights } = patterns;
  expectStarts(starts, nTokens, "patterns.starts");
  expectStarts(keyStarts ?? starts, nKeys, keyStarts ? "patterns.keyStarts" : "patterns.starts");
  if (keyStarts && keyStarts.length !== starts.length)
    throw new ShapeError(
      `patterns.keyStarts: expected ${starts.length} numbers, received ${keyStarts.length}.`,
    );
  const nWeights = starts
    .subarray(1)
    .reduce((sum, end, s) => sum + (end - starts[s]!) * widthOf(keyStarts ?? starts, s), 0);
  if (weights.length !== nWeights)
    throw new ShapeError(`patterns.weights: expected ${nWeights} numbers, received ${weights.length}.`);
  const odd = weights.findIndex((weight) => !(weight >= 0 && weight <= 1.001));
  if (odd >= 0) throw new ShapeError(`patterns.weights[${odd}]: expected 0 … 1, received ${weights[odd]}.`);
  return keyStarts ? { nTokens, nKeys, dHead } : { nTokens, dHead };
}

/** Of queries and keys. */
export function pointsOf(shape: HeadShape): number {
  return shape.nTokens + nKeysOf(shape);
}

function expectRows(vectors: Float32Array, d: number, name: string): number {
  if (!Number.isInteger(d) || d < 1)
    throw new ShapeError(`d: expected a whole number from 1, received ${d}.`);
  const n = vectors.length / d;
  if (!Number.isInteger(n))
    throw new ShapeError(`${name}: expected rows of ${d} numbers, received ${vectors.length} numbers.`);
  const odd = vectors.findIndex((value) => !Number.isFinite(value));
  if (odd < 0) return n;
  const place = `${name}, row ${Math.floor(odd / d)}, number ${odd % d}`;
  throw new ShapeError(`${place}: expected a finite number, received ${vectors[odd]}.`);
}

function expectStarts(starts: Uint32Array, n: number, name: string): void {
  const isRising = starts.every((start, s) => s === 0 || start >= starts[s - 1]!);
  if (starts[0] === 0 && isRising && starts.at(-1) === n) return;
  throw new ShapeError(`${name}: expected rising numbers from 0 to ${n}, received ${String(starts)}.`);
}

function widthOf(starts: Uint32Array, s: number): number {
  return starts[s + 1]! - starts[s]!;
}
