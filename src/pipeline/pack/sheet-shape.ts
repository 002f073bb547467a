/** The size of the thumbnails of all heads in their sheet. */
import type { Manifest, Tower } from "#atlas/files/manifest.ts";
import type { DrawOptions } from "./draw-map.ts";

/** Every device, including phones, can decode sheets of this size. */
const MOST_SHEET_PX = 4096;
/** Sizes of cells on the page, in CSS pixels: large for few heads, for many as small as is still legible. */
const [LEAST_SHOWN_PX, MOST_SHOWN_PX] = [72, 168];
/** Width of a row of heads in CSS pixels. */
const ROW_PX = 960;

/** One row per layer, one column per head; twice the displayed size, for sharp screens, as far as the sheet allows. */
export function sheetShape(towers: readonly Tower[]): Manifest["sheet"] {
  const columns = Math.max(...towers.flatMap((tower) => tower.heads));
  const rows = towers.reduce((sum, tower) => sum + tower.heads.length, 0);
  const shown = Math.min(MOST_SHOWN_PX, Math.max(LEAST_SHOWN_PX, ROW_PX / columns));
  const cellPx = Math.min(2 * shown, MOST_SHEET_PX / Math.max(columns, rows));
  // Even, so that half of it is an integer.
  return { cellPx: Math.floor(cellPx / 2) * 2, columns, rows };
}

/** Many points are drawn small; few are drawn large enough to be visible. */
export function cellOptions(cellPx: number, nPoints: number): DrawOptions {
  const radiusPx = Math.min(cellPx / 90, Math.max(1.1, (0.42 * cellPx) / Math.sqrt(nPoints)));
  return { sizePx: cellPx, radiusPx, marginPx: Math.round(cellPx / 24) };
}
