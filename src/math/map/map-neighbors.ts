/**
 * The nearest points on a map around some of its points, without those of the same unit, such as the other point of a token.
 * Several kinds of units are asked at once: the map is walked once for all of them.
 */
import { expectLength } from "../shape-error.ts";
import { LEAF, type PointTree } from "./point-tree.ts";

export interface NeighborInput {
  /** All points of the map. */
  readonly tree: PointTree;
  /** [n] of each kind: points of the same unit are no neighbors of each other. */
  readonly units: readonly ArrayLike<number>[];
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
 * Visits the k nearest points of each anchor, exactly, those of each kind of units.
 *
 * @throws {ShapeError} if there are other points than units.
 */
export function eachAround(
  { tree, units, anchors, k }: NeighborInput,
  visit: (anchor: number, around: readonly Around[]) => void,
): void {
  const n = tree.order.length;
  for (const of of units) expectLength("coordinates", tree.placed.length, of.length * tree.dim);
  if (units.length === 0) return;
  const search = new NearestSearch(tree, units, k);
  const around = units.map(() => ({
    count: 0,
    points: new Int32Array(n),
    weights: new Float64Array(n),
  }));
  for (const anchor of anchors) {
    search.around(tree.placeOf[anchor]!);
    for (let kind = 0; kind < units.length; kind++) gather(search, tree, kind, k, around[kind]!);
    visit(anchor, around);
  }
}

function gather(
  search: NearestSearch,
  { order }: PointTree,
  kind: number,
  k: number,
  around: { count: number } & Omit<Around, "count">,
): void {
  const { points, weights } = around;
  const edge = search.edgeOf(kind);
  const seen = search.seen[kind]!;
  const distances = search.distances[kind]!;
  const nSeen = search.nSeen[kind]!;
  let count = 0;
  let onEdge = 0;
  for (let i = 0; i < nSeen; i++) {
    const distance = distances[i]!;
    if (distance > edge) continue;
    points[count] = order[seen[i]!]!;
    weights[count++] = distance < edge ? 1 : 0;
    if (distance === edge) onEdge++;
  }
  const places = Math.min(k, count) - (count - onEdge);
  for (let i = 0; i < count; i++) if (weights[i] === 0) weights[i] = places / onEdge;
  around.count = count;
}

/** Looks for the nearest points of one place after the other. */
class NearestSearch {
  /** Of each kind: places that were near enough when they were seen, in any order; all within the edge are among them. */
  readonly seen: readonly Int32Array[];
  readonly distances: readonly Float64Array[];
  readonly nSeen: Int32Array;
  readonly #tree: PointTree;
  readonly #n: number;
  readonly #k: number;
  /** Of each kind, the unit at every place. */
  readonly #unitAt: readonly Int32Array[];
  /** [kinds, k], ascending. */
  readonly #nearest: Float64Array;
  /** Beyond it, no kind wants a point. */
  #far = Infinity;
  #place = 0;

  constructor(tree: PointTree, units: readonly ArrayLike<number>[], k: number) {
    this.#tree = tree;
    this.#n = tree.order.length;
    this.#k = k;
    this.#unitAt = units.map((of) => Int32Array.from(tree.order, (point) => of[point]!));
    this.#nearest = new Float64Array(units.length * k);
    this.seen = units.map(() => new Int32Array(this.#n));
    this.distances = units.map(() => new Float64Array(this.#n));
    this.nSeen = new Int32Array(units.length);
  }

  /** Squared distance of the last of the nearest k; of the farthest, if there are fewer points. */
  edgeOf(kind: number): number {
    let end = (kind + 1) * this.#k - 1;
    while (end > kind * this.#k && this.#nearest[end] === Infinity) end--;
    return this.#nearest[end]!;
  }

  around(place: number): void {
    this.#place = place;
    this.#nearest.fill(Infinity);
    this.#far = Infinity;
    this.nSeen.fill(0);
    this.#visit(0, 0, this.#n);
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
    if (off * off > this.#far) return;
    if (off < 0) this.#visit(2 * node + 2, middle, end);
    else this.#visit(2 * node + 1, start, middle);
  }

  #look(start: number, end: number): void {
    const { placed, dim } = this.#tree;
    const from = this.#place * dim;
    for (let other = start; other < end; other++) {
      let distance = 0;
      for (let axis = 0; axis < dim; axis++) {
        const off = placed[from + axis]! - placed[other * dim + axis]!;
        distance += off * off;
      }
      if (distance > this.#far) continue;
      for (let kind = 0; kind < this.#unitAt.length; kind++) this.#offer(kind, other, distance);
    }
  }

  #offer(kind: number, other: number, distance: number): void {
    const unitAt = this.#unitAt[kind]!;
    if (unitAt[other] === unitAt[this.#place]) return;
    const nearest = this.#nearest;
    const first = kind * this.#k;
    const last = first + this.#k - 1;
    if (distance > nearest[last]!) return;
    const at = this.nSeen[kind]!++;
    this.seen[kind]![at] = other;
    this.distances[kind]![at] = distance;
    if (distance === nearest[last]) return;
    let slot = last;
    for (; slot > first && nearest[slot - 1]! > distance; slot--) nearest[slot] = nearest[slot - 1]!;
    nearest[slot] = distance;
    this.#far = 0;
    for (let end = this.#k - 1; end < nearest.length; end += this.#k)
      this.#far = Math.max(this.#far, nearest[end]!);
  }
}
