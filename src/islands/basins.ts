/** Divides a density into hills: a watershed from the peaks downward. */
import type { DensityGrid } from "./grid-density.ts";

export interface Basins {
  /** Hill of each cell; −1 in the plain between hills. */
  readonly of: Int32Array;
  readonly n: number;
}

export interface BasinOptions {
  /** Two hills are one if the lower peak is less than this many times as high as the saddle between them … */
  readonly prominence: number;
  /** … and the peaks are nearer to each other than this, in cells. So a long ridge is cut into pieces. */
  readonly leastGap: number;
  /** The foot of a hill, as a share of its peak. */
  readonly foot: number;
}

/** The far tail of a single point. */
const FLOOR = 0.05;

/** Cells are visited from the highest to the lowest; each joins the hill of its highest neighbor, or begins one. */
export function basinsOf(grid: DensityGrid, { prominence, leastGap, foot }: BasinOptions): Basins {
  const { n, dim, values } = grid;
  const around = offsets(dim, n);
  const hillOf = new Int32Array(values.length).fill(-1);
  /** Of each hill: the cell of its peak, and the hill that it was joined to, or itself. */
  const [peaks, joined]: [number[], number[]] = [[], []];
  const top = (hill: number): number => {
    let at = hill;
    while (joined[at] !== at) at = joined[at]!;
    return at;
  };
  for (const cell of fromHighest(values)) {
    // A hill that was begun earlier has a higher peak. No cell at the border of the grid is high enough to be visited.
    let highest = Infinity;
    for (const by of around) {
      const hill = hillOf[cell + by]!;
      if (hill >= 0) highest = Math.min(highest, top(hill));
    }
    if (highest === Infinity) {
      hillOf[cell] = peaks.length;
      joined.push(peaks.length);
      peaks.push(cell);
      continue;
    }
    hillOf[cell] = highest;
    for (const by of around) {
      const hill = hillOf[cell + by]! < 0 ? highest : top(hillOf[cell + by]!);
      if (hill === highest || values[peaks[hill]!]! >= values[cell]! * prominence) continue;
      if (distance(peaks[hill]!, peaks[highest]!, n) < leastGap) joined[hill] = highest;
    }
  }
  return numbered(values, hillOf, peaks, Int32Array.from(peaks.keys(), top), foot);
}

/** Numbers hills from the highest peak; cells below the foot of their hill belong to the plain. */
function numbered(
  values: Float64Array,
  hillOf: Int32Array,
  peaks: readonly number[],
  topOf: Int32Array,
  foot: number,
): Basins {
  let count = 0;
  const numberOf = topOf.map((top, hill) => (top === hill ? count++ : -1));
  const of = hillOf.map((hill, cell) => {
    if (hill < 0) return -1;
    const top = topOf[hill]!;
    return values[cell]! < foot * values[peaks[top]!]! ? -1 : numberOf[top]!;
  });
  return { of, n: count };
}

/** Cells with points nearby, from the highest; of equal ones the first. */
function fromHighest(values: Float64Array): Uint32Array {
  const cells = new Uint32Array(values.length);
  let count = 0;
  values.forEach((value, cell) => {
    if (value > FLOOR) cells[count++] = cell;
  });
  return cells.subarray(0, count).sort((a, b) => values[b]! - values[a]! || a - b);
}

/** From a cell to each of those that touch it. */
function offsets(dim: number, n: number): number[] {
  let all = [0];
  for (let axis = 0; axis < dim; axis++)
    all = all.flatMap((offset) => [-1, 0, 1].map((by) => offset + by * n ** axis));
  return all.filter((offset) => offset !== 0);
}

function distance(a: number, b: number, n: number): number {
  const along = (cell: number, axis: number): number => Math.floor(cell / n ** axis) % n;
  return Math.hypot(...[0, 1, 2].map((axis) => along(a, axis) - along(b, axis)));
}
