/** The nearest points on a map around some of its points, without those of the same unit, such as the other point of a token. */
import { expectLength } from "../shape-error.ts";

export interface NeighborInput {
  /** Row-major [n, dim]. */
  readonly coordinates: Float32Array;
  readonly dim: number;
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
 * Visits the k nearest points of each anchor, exactly. Points are sorted along the axis on which they spread most, and
 * looked at from the anchor outwards as long as they can be near enough.
 *
 * @throws {ShapeError} if the coordinates are not n × dim numbers.
 */
export function eachAround(
  { coordinates, dim, units, anchors, k }: NeighborInput,
  visit: (anchor: number, around: Around) => void,
): void {
  const n = units.length;
  expectLength("coordinates", coordinates.length, n * dim);
  const axis = widestAxis(coordinates, dim);
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => coordinates[a * dim + axis]! - coordinates[b * dim + axis]!,
  );
  const sorted = new Float64Array(n * dim);
  const unitAt = new Int32Array(n);
  const placeOf = new Int32Array(n);
  order.forEach((point, place) => {
    // The axis of the order first: the search reads it most.
    for (let a = 0; a < dim; a++) sorted[place * dim + a] = coordinates[point * dim + ((a + axis) % dim)]!;
    unitAt[place] = units[point]!;
    placeOf[point] = place;
  });
  const nearest = new Float64Array(k);
  const points = new Int32Array(n);
  const weights = new Float64Array(n);
  for (const anchor of anchors) {
    const place = placeOf[anchor]!;
    const edge = edgeOf(sorted, dim, unitAt, place, nearest);
    let count = 0;
    let onEdge = 0;
    eachWithin(sorted, dim, unitAt, place, edge, (other, distance) => {
      points[count] = order[other]!;
      weights[count++] = distance < edge ? 1 : 0;
      if (distance === edge) onEdge++;
    });
    const places = Math.min(k, count) - (count - onEdge);
    for (let i = 0; i < count; i++) if (weights[i] === 0) weights[i] = places / onEdge;
    visit(anchor, { count, points, weights });
  }
}

/** Squared distance of the last of the nearest, as many as `nearest` holds; of the farthest, if there are fewer points. */
function edgeOf(
  sorted: Float64Array,
  dim: number,
  unitAt: Int32Array,
  place: number,
  nearest: Float64Array,
): number {
  const [n, last] = [unitAt.length, nearest.length - 1];
  const [unit, x] = [unitAt[place]!, sorted[place * dim]!];
  nearest.fill(Infinity);
  let [left, right] = [place - 1, place + 1];
  for (;;) {
    const toLeft = left >= 0 ? x - sorted[left * dim]! : Infinity;
    const toRight = right < n ? sorted[right * dim]! - x : Infinity;
    const step = Math.min(toLeft, toRight);
    if (step === Infinity || step * step > nearest[last]!) break;
    const other = toLeft <= toRight ? left-- : right++;
    if (unitAt[other] === unit) continue;
    const distance = chord(sorted, dim, place, other);
    if (distance >= nearest[last]!) continue;
    let slot = last;
    for (; slot > 0 && nearest[slot - 1]! > distance; slot--) nearest[slot] = nearest[slot - 1]!;
    nearest[slot] = distance;
  }
  let end = last;
  while (end > 0 && nearest[end] === Infinity) end--;
  return nearest[end]!;
}

/** Points of other units at this squared distance or less. */
function eachWithin(
  sorted: Float64Array,
  dim: number,
  unitAt: Int32Array,
  place: number,
  edge: number,
  visit: (other: number, distance: number) => void,
): void {
  const [unit, x] = [unitAt[place]!, sorted[place * dim]!];
  const look = (other: number): boolean => {
    const step = sorted[other * dim]! - x;
    if (step * step > edge) return false;
    if (unitAt[other] === unit) return true;
    const distance = chord(sorted, dim, place, other);
    if (distance <= edge) visit(other, distance);
    return true;
  };
  for (let left = place - 1; left >= 0 && look(left); left--);
  for (let right = place + 1; right < unitAt.length && look(right); right++);
}

function chord(sorted: Float64Array, dim: number, a: number, b: number): number {
  let sum = 0;
  for (let axis = 0; axis < dim; axis++) sum += (sorted[a * dim + axis]! - sorted[b * dim + axis]!) ** 2;
  return sum;
}

function widestAxis(coordinates: Float32Array, dim: number): number {
  let widest = 0;
  let most = -1;
  for (let axis = 0; axis < dim; axis++) {
    let [low, high] = [Infinity, -Infinity];
    for (let at = axis; at < coordinates.length; at += dim) {
      low = Math.min(low, coordinates[at]!);
      high = Math.max(high, coordinates[at]!);
    }
    if (high - low > most) [widest, most] = [axis, high - low];
  }
  return widest;
}
