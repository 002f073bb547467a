/** Lines of equal density, in the plane of the map. */
import { contours } from "d3-contour";
import type { DensityGrid } from "#math/density.ts";

/**
 * @param level Above 0, the value of the grid's border, so that every line closes.
 * @returns Corners x, y of each closed line, one after the other; the first corner is not repeated at the end.
 */
export function levelLines({ n, reach, values }: DensityGrid, level: number): number[][] {
  const step = (2 * reach) / (n - 1);
  // d3-contour places a value in the middle of its cell, so the first corner of our grid is at (0.5, 0.5).
  const onMap = (place: number): number => (place - 0.5) * step - reach;
  const { coordinates } = contours().size([n, n]).contour(Array.from(values), level);
  return coordinates.flat().map((ring) => ring.slice(0, -1).flatMap((corner) => corner.map(onMap)));
}
