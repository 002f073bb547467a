/** How large the thumbnails of all heads are in their sheet. */
import type { Manifest, Tower } from "#atlas/files/manifest.ts";
import type { DrawOptions } from "./draw-map.ts";

/** Sheets of this side decode on every device, a phone among them. */
const MOST_SHEET_PX = 4096;
/** Cells as the page shows them, in CSS pixels: few heads large, many as small as can still be read. */
const [LEAST_SHOWN_PX, MOST_SHOWN_PX] = [72, 144];
/** CSS pixels that a row of heads fills. */
const ROW_PX = 960;

/** A row per layer, a column per head; twice what is shown, for sharp screens, as far as the sheet allows. */
export function sheetShape(towers: readonly Tower[]): Manifest["sheet"] {
  const columns = Math.max(...towers.flatMap((tower) => tower.heads));
  const rows = towers.reduce((sum, tower) => sum + tower.heads.length, 0);
  const shown = Math.min(MOST_SHOWN_PX, Math.max(LEAST_SHOWN_PX, ROW_PX / columns));
  const cellPx = Math.min(2 * shown, MOST_SHEET_PX / Math.max(columns, rows));
  // Even, so that half of it is whole.
  return { cellPx: Math.floor(cellPx / 2) * 2, columns, rows };
}

/** Many points are drawn small, few large enough to be seen. */
export function cellOptions(cellPx: number, nPoints: number): DrawOptions {
  const radiusPx = Math.min(cellPx / 90, Math.max(1.1, (0.42 * cellPx) / Math.sqrt(nPoints)));
  return { sizePx: cellPx, radiusPx, marginPx: Math.round(cellPx / 24) };
}
