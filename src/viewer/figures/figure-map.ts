/** The small map of a figure: where its points are, and which one is under the pointer. Pure. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";

/** The same margin as in the thumbnails that the build draws: a 24th of the side. */
const MARGIN = 1 / 24;
/** How far from a point the pointer still means it, in CSS pixels. */
const REACH_PX = 10;

/** Position of a point in a square figure, in CSS pixels from its corner. */
export function figurePlace(
  { x, y }: Pick<MapCoordinates, "x" | "y">,
  sizePx: number,
): (point: number) => readonly [x: number, y: number] {
  const scale = (sizePx * (1 - 2 * MARGIN)) / 2;
  return (point) => [sizePx / 2 + x[point]! * scale, sizePx / 2 - y[point]! * scale];
}

/** The point nearest to a position, if it is near enough. */
export function pointUnder(
  place: (point: number) => readonly [x: number, y: number],
  nPoints: number,
  x: number,
  y: number,
): number | null {
  let best: number | null = null;
  let nearest = REACH_PX;
  for (let point = 0; point < nPoints; point++) {
    const [px, py] = place(point);
    const distance = Math.hypot(px - x, py - y);
    // Points that cross-attention does not have are NaN, and near nothing.
    if (distance <= nearest) [best, nearest] = [point, distance];
  }
  return best;
}
