/** The nearest points on a map around some of its points, without those of the same unit, such as the other point of a token. */
import { expectLength } from "../shape-error.ts";
import { LEAF, type PointTree } from "./point-tree.ts";

export interface NeighborInput {
  /** All points of the map. */
  readonly tree: PointTree;
  /** [n]: points of the same unit are no neighbors of each other. */
  readonly units: ArrayLike<number>;
  /** Whose neighbors are wanted. */
  readonly anchors: Uint32Array;
  readonly k: number;
}

/** Neighbors of one point. The arrays are used again for the next one. */
export interface Around {
  readonly count: number;
  readonly points: Int32Array;
  /** In total k, or as many as there are points of other units. Points at equal distance share the last places. */
  readonly weights: Float64Array;
}

/**
 * Visits the k nearest points of each anchor, exactly.
 *
 * @throws {ShapeError} if there are other points than units.
 */
export function eachAround(
  { tree, units, anchors, k }: NeighborInput,
  visit: (anchor: number, around: Around) => void,
): void {
  expectLength("coordinates", tree.placed.length, units.length * tree.dim);
  const { order, placeOf } = tree;
  const unitAt = Int32Array.from(order, (point) => units[point]!);
  const search = new NearestSearch(tree, unitAt, k);
  const points = new Int32Array(order.length);
  const weights = new Float64Array(order.length);
  for (const anchor of anchors) {
    search.around(placeOf[anchor]!);
    const { edge, nSeen, seen, distances } = search;
    let [count, onEdge] = [0, 0];
    for (let i = 0; i < nSeen; i++) {
      const distance = distances[i]!;
      if (distance > edge) continue;
      points[count] = order[seen[i]!]!;
      weights[count++] = distance < edge ? 1 : 0;
      if (distance === edge) onEdge++;
    }
    const places = Math.min(k, count) - (count - onEdge);
    for (let i = 0; i < count; i++) if (weights[i] === 0) weights[i] = places / onEdge;
    visit(anchor, { count, points, weights });
  }
}

/** Looks for the nearest points of one place after the other. */
class NearestSearch {
  /** Squared distance of the last of the nearest k; of the farthest, if there are fewer points. */
  edge = 0;
  /** Places that were near enough when they were seen, in any order: all within the edge are among them. */
  nSeen = 0;
  readonly seen: Int32Array;
  readonly distances: Float64Array;
  readonly #tree: PointTree;
  readonly #unitAt: Int32Array;
  readonly #nearest: Float64Array;
  #place = 0;
  #unit = 0;

  constructor(tree: PointTree, unitAt: Int32Array, k: number) {
    this.#tree = tree;
    this.#unitAt = unitAt;
    this.#nearest = new Float64Array(k);
    this.seen = new Int32Array(unitAt.length);
    this.distances = new Float64Array(unitAt.length);
  }

  around(place: number): void {
    this.#place = place;
    this.#unit = this.#unitAt[place]!;
    this.#nearest.fill(Infinity);
    this.nSeen = 0;
    this.#visit(0, 0, this.#unitAt.length);
    let end = this.#nearest.length - 1;
    while (end > 0 && this.#nearest[end] === Infinity) end--;
    this.edge = this.#nearest[end]!;
  }

  #visit(node: number, start: number, end: number): void {
    if (end - start <= LEAF) {
      this.#look(start, end);
      return;
    }
    const { splits, axes, placed, dim } = this.#tree;
    const middle = (start + end) >> 1;
    const off = placed[this.#place * dim + axes[node]!]! - splits[node]!;
    if (off < 0) this.#visit(2 * node + 1, start, middle);
    else this.#visit(2 * node + 2, middle, end);
    // No point beyond the split is nearer than the split itself. Points on the edge are wanted, too.
    if (off * off > this.#nearest[this.#nearest.length - 1]!) return;
    if (off < 0) this.#visit(2 * node + 2, middle, end);
    else this.#visit(2 * node + 1, start, middle);
  }

  #look(start: number, end: number): void {
    const { placed, dim } = this.#tree;
    const nearest = this.#nearest;
    const last = nearest.length - 1;
    const from = this.#place * dim;
    for (let other = start; other < end; other++) {
      if (this.#unitAt[other] === this.#unit) continue;
      let distance = 0;
      for (let axis = 0; axis < dim; axis++) {
        const off = placed[from + axis]! - placed[other * dim + axis]!;
        distance += off * off;
      }
      if (distance > nearest[last]!) continue;
      this.seen[this.nSeen] = other;
      this.distances[this.nSeen++] = distance;
      if (distance === nearest[last]) continue;
      let slot = last;
      for (; slot > 0 && nearest[slot - 1]! > distance; slot--) nearest[slot] = nearest[slot - 1]!;
      nearest[slot] = distance;
    }
  }
}
