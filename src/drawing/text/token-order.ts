/**
 * The order in which single tokens get their labels: spread evenly over the map. First the token nearest to the middle of the whole map,
 * then the ones nearest to the middles of its quarters, and so on: at any zoom, the first ones in sight are spread evenly too.
 */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";

/** Halvings of the map: at the last one, a cell is a hundredth of it. */
const N_LEVELS = 8;

/** @param isLabeled Whether a point has a text. */
export function tokenOrder({ n, x, y }: MapCoordinates, isLabeled: (point: number) => boolean): Uint32Array {
  const order: number[] = [];
  const isTaken = new Uint8Array(n);
  for (let level = 0; level < N_LEVELS; level++) {
    const side = 2 ** level;
    const nearest = new Map<number, { readonly point: number; readonly away: number }>();
    for (let point = 0; point < n; point++) {
      if (isTaken[point] || !isLabeled(point)) continue;
      const [across, up] = [cellPlace(x[point]!, side), cellPlace(y[point]!, side)];
      const [column, row] = [Math.floor(across), Math.floor(up)];
      const away = (across - column - 0.5) ** 2 + (up - row - 0.5) ** 2;
      const cell = row * side + column;
      if (away < (nearest.get(cell)?.away ?? Infinity)) nearest.set(cell, { point, away });
    }
    for (const { point } of nearest.values()) {
      isTaken[point] = 1;
      order.push(point);
    }
  }
  for (let point = 0; point < n; point++) if (!isTaken[point] && isLabeled(point)) order.push(point);
  return Uint32Array.from(order);
}

function cellPlace(value: number, side: number): number {
  return Math.min(side - 1e-6, Math.max(0, ((value + 1) / 2) * side));
}
