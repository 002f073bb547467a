/** Points in leaves of a tree: every leaf holds near points, and about as many as every other. */
import type { Neighbors } from "./neighbors.ts";

export interface Leaves {
  /** [n]: the points, leaf after leaf. */
  readonly order: Int32Array;
  /** [nLeaves + 1]: where each leaf starts in the order; a multiple of eight, but for the end. */
  readonly starts: Int32Array;
}

/** The direction of a split is that in which so many points of the part, drawn evenly, vary most. */
const N_DRAWN = 256;
const N_TURNS = 6;
/** Kernels take eight points at a time, and none of another leaf with them. */
const STEP = 8;

/** Splits points in half, across the direction in which they vary most, until no part has more than `most`. O(n d log n). */
export function leavesOf(points: Float32Array, n: number, d: number, most: number): Leaves {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const along = new Float32Array(n);
  const starts = [0];
  const split = (from: number, to: number): void => {
    if (to - from <= most) {
      starts.push(to);
      return;
    }
    const direction = mainDirection(points, d, order.subarray(from, to));
    for (let at = from; at < to; at++) along[at] = product(points, order[at]! * d, direction);
    const middle = from + Math.floor((to - from) / 2 / STEP) * STEP;
    select(along, order, from, to - 1, middle);
    split(from, middle);
    split(middle, to);
  };
  split(0, n);
  return { order, starts: Int32Array.from(starts) };
}

/** The first principal component of some of the points, by the power method. */
function mainDirection(points: Float32Array, d: number, members: Int32Array): Float64Array {
  const nDrawn = Math.min(N_DRAWN, members.length);
  const drawn = Array.from({ length: nDrawn }, (_, i) => members[Math.floor((i * members.length) / nDrawn)]!);
  const mean = new Float64Array(d);
  for (const i of drawn) for (let axis = 0; axis < d; axis++) mean[axis]! += points[i * d + axis]! / nDrawn;
  let direction = new Float64Array(d);
  // The first start is the point furthest from the middle: never square to the component by construction.
  let furthest = -1;
  for (const i of drawn) {
    let square = 0;
    for (let axis = 0; axis < d; axis++) square += (points[i * d + axis]! - mean[axis]!) ** 2;
    if (square <= furthest) continue;
    furthest = square;
    direction = mean.map((x, axis) => points[i * d + axis]! - x);
  }
  for (let turn = 0; turn < N_TURNS; turn++) {
    const next = new Float64Array(d);
    const level = mean.reduce((sum, x, axis) => sum + x * direction[axis]!, 0);
    for (const i of drawn) {
      const share = product(points, i * d, direction) - level;
      for (let axis = 0; axis < d; axis++) next[axis]! += share * (points[i * d + axis]! - mean[axis]!);
    }
    const length = Math.sqrt(next.reduce((sum, x) => sum + x * x, 0));
    // Points that lie in one place have no direction, and any will do.
    if (length === 0) break;
    direction = next.map((x) => x / length);
  }
  return direction;
}

function product(points: Float32Array, start: number, direction: Float64Array): number {
  let sum = 0;
  for (let axis = 0; axis < direction.length; axis++) sum += points[start + axis]! * direction[axis]!;
  return sum;
}

/** Hoare's selection: what comes before `middle` is no larger than what comes after. */
function select(keys: Float32Array, order: Int32Array, first: number, last: number, middle: number): void {
  let [low, high] = [first, last];
  while (low < high) {
    const pivot = keys[(low + high) >> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (keys[i]! < pivot) i++;
      while (keys[j]! > pivot) j--;
      if (i > j) break;
      [keys[i], keys[j]] = [keys[j]!, keys[i]!];
      [order[i], order[j]] = [order[j]!, order[i]!];
      i++;
      j--;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}

/** The middle of every leaf, [nLeaves, d]. */
export function middlesOf(points: Float32Array, d: number, { order, starts }: Leaves): Float32Array {
  const nLeaves = starts.length - 1;
  const middles = new Float64Array(nLeaves * d);
  for (let leaf = 0; leaf < nLeaves; leaf++) {
    const [from, to] = [starts[leaf]!, starts[leaf + 1]!];
    for (let at = from; at < to; at++) {
      const point = order[at]! * d;
      for (let axis = 0; axis < d; axis++) middles[leaf * d + axis]! += points[point + axis]! / (to - from);
    }
  }
  return Float32Array.from(middles);
}

/** Rows leaf after leaf, so that what is near stands together; with zeros up to a multiple of four axes, as kernels take them. */
export function rowsInOrder(
  points: Float32Array,
  d: number,
  order: Int32Array,
): { readonly rows: Float32Array; readonly width: number } {
  const width = Math.ceil(d / 4) * 4;
  const rows = new Float32Array(order.length * width);
  order.forEach((point, at) => {
    rows.set(points.subarray(point * d, point * d + d), at * width);
  });
  return { rows, width };
}

/** Neighbors of rows in an order as neighbors of the points. */
export function inOwnOrder({ n, k, indices, distances }: Neighbors, order: Int32Array): Neighbors {
  const own = { n, k, indices: new Int32Array(n * k), distances: new Float32Array(n * k) };
  order.forEach((point, at) => {
    for (let slot = 0; slot < k; slot++) own.indices[point * k + slot] = order[indices[at * k + slot]!]!;
    own.distances.set(distances.subarray(at * k, at * k + k), point * k);
  });
  return own;
}
