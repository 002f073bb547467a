/** Divides a flat map into regions: islands where points lie in islands, discs of one size where they lie everywhere. Pure. */
import type { Place } from "../map/frame.ts";

/** Cells along each side of the plane: they stand for their points, so that the cost does not grow with them. */
const N_CELLS = 64;
/** Points within this distance of a region's middle belong to it, unless another is nearer. On maps without islands, more. */
const RADII = [0.1, 0.15] as const;
/** With more regions than these, points lie everywhere. */
const MANY = 100;
/** Rounds in which regions move to the middle of their points. */
const ROUNDS = 3;

export interface Regions {
  readonly middles: readonly Place[];
  /** The region of any place in the plane that has points near it. */
  readonly at: (x: number, y: number) => number;
}

interface Cell extends Place {
  readonly index: number;
  readonly nPoints: number;
}

/** @param x, y Places of the points, each in [−1, 1]. */
export function regionsOf(x: Float32Array, y: Float32Array): Regions {
  const cells = cellsOf(x, y);
  const fine = leaders(cells, RADII[0]);
  let middles = fine.length > MANY ? leaders(cells, RADII[1]) : fine;
  for (let round = 0; round < ROUNDS; round++) middles = moved(cells, middles);
  const regionOf = new Map(cells.map((cell) => [cell.index, nearest(middles, cell)]));
  return { middles, at: (px, py) => regionOf.get(cellAt(px, py)) ?? nearest(middles, { x: px, y: py }) };
}

/** Occupied cells, each at the mean of its points. */
function cellsOf(x: Float32Array, y: Float32Array): Cell[] {
  const [counts, sumX, sumY] = [0, 1, 2].map(() => new Float64Array(N_CELLS * N_CELLS));
  x.forEach((value, point) => {
    const cell = cellAt(value, y[point]!);
    counts![cell]! += 1;
    sumX![cell]! += value;
    sumY![cell]! += y[point]!;
  });
  return Array.from(counts!, (nPoints, index) => ({
    index,
    nPoints,
    x: sumX![index]! / nPoints,
    y: sumY![index]! / nPoints,
  })).filter(({ nPoints }) => nPoints > 0);
}

function cellAt(x: number, y: number): number {
  const place = (value: number): number =>
    Math.min(N_CELLS - 1, Math.max(0, Math.floor(((value + 1) / 2) * N_CELLS)));
  return place(y) * N_CELLS + place(x);
}

/** The fullest cell leads, then the fullest one that no leader has near it, and so on. */
function leaders(cells: readonly Cell[], radius: number): Place[] {
  const found: Place[] = [];
  const byPoints = cells.toSorted((a, b) => b.nPoints - a.nPoints || a.index - b.index);
  for (const cell of byPoints)
    if (found.every((leader) => squared(leader, cell) > radius * radius)) found.push(cell);
  return found;
}

function moved(cells: readonly Cell[], middles: readonly Place[]): Place[] {
  const sums = middles.map(() => ({ n: 0, x: 0, y: 0 }));
  for (const cell of cells) {
    const sum = sums[nearest(middles, cell)]!;
    sum.n += cell.nPoints;
    sum.x += cell.x * cell.nPoints;
    sum.y += cell.y * cell.nPoints;
  }
  return sums.map(({ n, x, y }, region) => (n === 0 ? middles[region]! : { x: x / n, y: y / n }));
}

function nearest(middles: readonly Place[], at: Place): number {
  let best = 0;
  let least = Infinity;
  for (let region = 0; region < middles.length; region++) {
    const far = squared(middles[region]!, at);
    if (far >= least) continue;
    best = region;
    least = far;
  }
  return best;
}

function squared(a: Place, b: Place): number {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
}
