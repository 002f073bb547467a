/** The points of a map, halved again and again: whoever looks for near points passes over most of them. */

/** Parts with so few points are not halved. */
export const LEAF = 12;

/** Nodes are numbered from the root, 0: the halves of node i, which end and begin at its middle, are 2i + 1 and 2i + 2. */
export interface PointTree {
  readonly dim: number;
  /** The point at every place. A part of the tree is a range of places. */
  readonly order: Int32Array;
  /** The inverse. */
  readonly placeOf: Int32Array;
  /** Row-major [n, dim]: coordinates by place. The axis on which the map spreads most is the first one. */
  readonly placed: Float64Array;
  /** By node: places before its middle are not above this number on its axis, the others are not below. */
  readonly splits: Float64Array;
  readonly axes: Uint8Array;
}

/** @param coordinates Row-major [n, dim]. */
export function pointTree(coordinates: Float32Array, dim: number): PointTree {
  const n = coordinates.length / dim;
  const order = Int32Array.from({ length: n }, (_, point) => point);
  const first = widestOf(coordinates, dim, order, 0, n);
  const turned = new Float64Array(n * dim);
  for (let point = 0; point < n; point++)
    for (let axis = 0; axis < dim; axis++)
      turned[point * dim + axis] = coordinates[point * dim + ((axis + first) % dim)]!;
  // Halves of halves: twice as many nodes as the smallest power of two that has room for all points.
  const nNodes = 2 ** (Math.ceil(Math.log2(Math.max(1, n))) + 1);
  const tree = { splits: new Float64Array(nNodes), axes: new Uint8Array(nNodes) };
  const halve = (node: number, start: number, end: number): void => {
    if (end - start <= LEAF) return;
    const axis = widestOf(turned, dim, order, start, end);
    const middle = (start + end) >> 1;
    select(order, (point) => turned[point * dim + axis]!, start, end - 1, middle);
    tree.axes[node] = axis;
    tree.splits[node] = turned[order[middle]! * dim + axis]!;
    halve(2 * node + 1, start, middle);
    halve(2 * node + 2, middle, end);
  };
  halve(0, 0, n);
  const placed = new Float64Array(n * dim);
  const placeOf = new Int32Array(n);
  order.forEach((point, place) => {
    for (let axis = 0; axis < dim; axis++) placed[place * dim + axis] = turned[point * dim + axis]!;
    placeOf[point] = place;
  });
  return { dim, order, placeOf, placed, ...tree };
}

/** Reorders a range so that what belongs at the middle stands there, after nothing greater and before nothing less (Hoare). */
function select(
  order: Int32Array,
  valueOf: (point: number) => number,
  first: number,
  last: number,
  middle: number,
): void {
  while (first < last) {
    const pivot = valueOf(order[(first + last) >> 1]!);
    let [low, high] = [first, last];
    while (low <= high) {
      while (valueOf(order[low]!) < pivot) low++;
      while (valueOf(order[high]!) > pivot) high--;
      if (low > high) break;
      const point = order[low]!;
      order[low++] = order[high]!;
      order[high--] = point;
    }
    if (middle <= high) last = high;
    else if (middle >= low) first = low;
    else return;
  }
}

/** The axis on which a range of points spreads most; of equal ones the first. */
function widestOf(
  coordinates: ArrayLike<number>,
  dim: number,
  order: Int32Array,
  start: number,
  end: number,
): number {
  let [widest, most] = [0, -1];
  for (let axis = 0; axis < dim; axis++) {
    let [low, high] = [Infinity, -Infinity];
    for (let place = start; place < end; place++) {
      const value = coordinates[order[place]! * dim + axis]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > most) [widest, most] = [axis, high - low];
  }
  return widest;
}
