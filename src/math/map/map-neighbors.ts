/**
 * The nearest points on a map around some of its points, without those of the same unit, such as the other point of a token.
 * Several kinds of units are asked at once: the map is walked once for all of them.
 */
import { expectLength } from "../shape-error.ts";
import { LEAF, type PointTree } from "./point-tree.ts";

export interface NeighborInput {
  /** All points of the map, which has at least two axes. */
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
  const { seen, distances } = search;
  const edge = search.edgeOf(kind);
  const first = kind * order.length;
  const end = first + search.nSeen[kind]!;
  let count = 0;
  let onEdge = 0;
  for (let i = first; i < end; i++) {
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
  /** [kinds, n]: places that were near enough when they were seen, in any order; all within the edge are among them. */
  readonly seen: Int32Array;
  readonly distances: Float64Array;
  /** Of each kind, how many. */
  readonly nSeen: Int32Array;
  readonly #tree: PointTree;
  readonly #n: number;
  readonly #k: number;
  readonly #nKinds: number;
  /** [kinds, n]: the unit at every place. */
  readonly #unitAt: Int32Array;
  /** [kinds, k], ascending. */
  readonly #nearest: Float64Array;
  /** Beyond it, no kind wants a point. */
  #far = Infinity;
  #place = 0;

  constructor(tree: PointTree, units: readonly ArrayLike<number>[], k: number) {
    this.#tree = tree;
    this.#n = tree.order.length;
    this.#k = k;
    this.#nKinds = units.length;
    this.#unitAt = new Int32Array(units.length * this.#n);
    units.forEach((of, kind) => {
      for (let place = 0; place < this.#n; place++)
        this.#unitAt[kind * this.#n + place] = of[tree.order[place]!]!;
    });
    this.#nearest = new Float64Array(units.length * k);
    this.seen = new Int32Array(units.length * this.#n);
    this.distances = new Float64Array(units.length * this.#n);
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
    const nKinds = this.#nKinds;
    const from = this.#place * dim;
    const x = placed[from]!;
    const y = placed[from + 1]!;
    for (let other = start, at = start * dim; other < end; other++, at += dim) {
      const right = x - placed[at]!;
      const up = y - placed[at + 1]!;
      let distance = right * right + up * up;
      for (let axis = 2; axis < dim; axis++) {
        const off = placed[from + axis]! - placed[at + axis]!;
        distance += off * off;
      }
      if (distance > this.#far) continue;
      for (let kind = 0; kind < nKinds; kind++) this.#offer(kind, other, distance);
    }
  }

  #offer(kind: number, other: number, distance: number): void {
    const n = this.#n;
    const nearest = this.#nearest;
    const last = (kind + 1) * this.#k - 1;
    const edge = nearest[last]!;
    if (distance > edge || this.#unitAt[kind * n + other] === this.#unitAt[kind * n + this.#place]) return;
    const at = kind * n + this.nSeen[kind]!++;
    this.seen[at] = other;
    this.distances[at] = distance;
    if (distance === edge) return;
    const first = last - this.#k + 1;
    let slot = last;
    for (; slot > first && nearest[slot - 1]! > distance; slot--) nearest[slot] = nearest[slot - 1]!;
    nearest[slot] = distance;
    // Only the kind that reached farthest can bring the edge of all nearer.
    if (edge === this.#far) this.#far = this.#farthest();
  }

  #farthest(): number {
    const k = this.#k;
    let far = 0;
    for (let end = k - 1; end < this.#nearest.length; end += k) far = Math.max(far, this.#nearest[end]!);
    return far;
  }
}
