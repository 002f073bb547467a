/** Cells of a matrix as paths, one for each color. */
import type { Cells } from "../scene.ts";
import { joined, short } from "./numbers.ts";

/** How far a cell reaches over its neighbors, in pixels: seams would show otherwise. */
const OVER = 0.15;

/** In the order in which colors first occur; neighbors in a row join. */
export function cellRuns({
  x,
  y,
  width,
  height,
  nColumns,
  nRows,
  rgba,
}: Cells): { color: string; path: string }[] {
  const [cellWidth, cellHeight] = [width / nColumns, height / nRows];
  const paths = new Map<string, string>();
  for (let row = 0; row < nRows; row++) {
    let start = 0;
    for (let column = 1; column <= nColumns; column++) {
      const color = colorAt(rgba, row * nColumns + start);
      if (column < nColumns && colorAt(rgba, row * nColumns + column) === color) continue;
      if (color !== null) {
        const size = [(column - start) * cellWidth, cellHeight].map((side) => side + OVER);
        const corner = joined([x + start * cellWidth, y + row * cellHeight]);
        const own = `M${corner}h${short(size[0]!)}v${short(size[1]!)}h${short(-size[0]!)}z`;
        paths.set(color, (paths.get(color) ?? "") + own);
      }
      start = column;
    }
  }
  return [...paths].map(([color, path]) => ({ color, path }));
}

/** Null where nothing is painted. */
function colorAt(rgba: ArrayLike<number>, cell: number): string | null {
  const at = cell * 4;
  if (rgba[at + 3] === 0) return null;
  return `#${[0, 1, 2].map((i) => (rgba[at + i] ?? 0).toString(16).padStart(2, "0")).join("")}`;
}
