/** Lines of equal value over a grid. */
import type { DensityGrid } from "./density.ts";

/** Which sides of a cell a line joins, by which of its corners lie above; sides 0 bottom, 1 right, 2 top, 3 left. */
const JOINS: readonly (readonly number[])[] = [
  [],
  [3, 0],
  [0, 1],
  [3, 1],
  [1, 2],
  [],
  [0, 2],
  [3, 2],
  [2, 3],
  [2, 0],
  [],
  [2, 1],
  [1, 3],
  [1, 0],
  [0, 3],
  [],
];
/** The two corners at the ends of each side, as [row, column]. */
const SIDES = [
  [0, 0, 0, 1],
  [0, 1, 1, 1],
  [1, 0, 1, 1],
  [0, 0, 1, 0],
] as const;

/**
 * Marching squares (Lorensen & Cline 1987, Marching cubes, in the plane). Where two opposite corners of a cell lie above,
 * their mean decides which of them belong together, so that lines never cross.
 *
 * @param level Above 0, the value of the grid's border: every line then closes.
 * @returns Straight pieces in the grid's own plane, x₀, y₀, x₁, y₁ of each, one after the other.
 */
export function isolines({ n, reach, values }: DensityGrid, level: number): Float32Array {
  const step = (2 * reach) / (n - 1);
  const pieces: number[] = [];
  for (let row = 0; row + 1 < n; row++) {
    for (let column = 0; column + 1 < n; column++) {
      const corner = (dr: number, dc: number): number => values[(row + dr) * n + column + dc]!;
      const [a, b, c, d] = [corner(0, 0), corner(0, 1), corner(1, 1), corner(1, 0)];
      const kind = Number(a > level) + 2 * Number(b > level) + 4 * Number(c > level) + 8 * Number(d > level);
      const isMiddleAbove = (a + b + c + d) / 4 > level;
      // Corners a and c above, or b and d: around each of them alone, or around the two others.
      const joins =
        kind === 5 || kind === 10
          ? (kind === 5) === isMiddleAbove
            ? [0, 1, 2, 3]
            : [3, 0, 1, 2]
          : JOINS[kind]!;
      for (const side of joins) {
        const [r0, c0, r1, c1] = SIDES[side]!;
        const [from, to] = [corner(r0, c0), corner(r1, c1)];
        const share = (level - from) / (to - from);
        pieces.push(
          (column + c0 + share * (c1 - c0)) * step - reach,
          (row + r0 + share * (r1 - r0)) * step - reach,
        );
      }
    }
  }
  return Float32Array.from(pieces);
}

/**
 * Joins pieces to whole lines: drawn as one, a line needs no caps where its pieces meet.
 *
 * @param pieces Of which every end is the beginning of another, as `isolines` gives them.
 * @returns Corners x, y of each closed line, one after the other.
 */
export function closedLines(pieces: Float32Array): number[][] {
  const [nPieces, byEnd] = [pieces.length / 4, new Map<string, number[]>()];
  const endOf = (piece: number, end: number): string =>
    `${pieces[piece * 4 + end * 2]!} ${pieces[piece * 4 + end * 2 + 1]!}`;
  for (let piece = 0; piece < nPieces; piece++) {
    for (const end of [0, 1]) {
      const known = byEnd.get(endOf(piece, end));
      if (known) known.push(piece);
      else byEnd.set(endOf(piece, end), [piece]);
    }
  }
  const used = new Set<number>();
  const lines: number[][] = [];
  for (let first = 0; first < nPieces; first++) {
    if (used.has(first)) continue;
    const line: number[] = [];
    let [piece, end]: [number | undefined, number] = [first, 1];
    while (piece !== undefined) {
      used.add(piece);
      line.push(pieces[piece * 4 + end * 2]!, pieces[piece * 4 + end * 2 + 1]!);
      const here = endOf(piece, end);
      piece = byEnd.get(here)!.find((other) => !used.has(other));
      end = piece !== undefined && endOf(piece, 0) === here ? 1 : 0;
    }
    lines.push(line);
  }
  return lines;
}
