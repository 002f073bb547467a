/** The matrix of a sequence, of which only the largest weights are known, as shapes of a few shades. Pure. */
import type { PatternSequence } from "#atlas/patterns/patterns.ts";
import { linksOf } from "./arcs.ts";

export interface Matrix {
  /** Cells of a side. A cell is a token, or several of a long sequence. */
  readonly side: number;
  readonly tokensPerCell: number;
  /** Of each shade, from the lightest: the data of an SVG path in cells. Row = query. Shades without cells are left out. */
  readonly shades: readonly { readonly level: number; readonly path: string }[];
}

/** More could not be told apart. */
const MOST_CELLS = 64;
export const N_LEVELS = 6;

/** The shade of a weight, 1 … N_LEVELS; 0 for none. Square roots make small weights visible. */
export function levelOf(weight: number): number {
  return weight <= 0 ? 0 : Math.max(1, Math.round(Math.sqrt(Math.min(1, weight)) * N_LEVELS));
}

/** Several tokens of a cell count with their largest weight. */
export function matrixCells(sequence: PatternSequence): Matrix {
  const n = sequence.tokens.length;
  const tokensPerCell = Math.ceil(n / MOST_CELLS);
  const side = Math.ceil(n / tokensPerCell);
  const levels = new Uint8Array(side * side);
  for (const { query, key, weight } of linksOf(sequence)) {
    const cell = Math.floor(query / tokensPerCell) * side + Math.floor(key / tokensPerCell);
    levels[cell] = Math.max(levels[cell]!, levelOf(weight));
  }
  const paths = Array.from({ length: N_LEVELS + 1 }, () => "");
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side;) {
      const level = levels[row * side + column]!;
      const start = column;
      while (column < side && levels[row * side + column] === level) column++;
      if (level > 0)
        paths[level] = `${paths[level] ?? ""}M${start} ${row}h${column - start}v1h-${column - start}z`;
    }
  const shades = paths.map((path, level) => ({ level, path })).filter(({ path }) => path !== "");
  return { side, tokensPerCell, shades };
}
