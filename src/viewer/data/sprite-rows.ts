/** Reads a sprite sheet of patches. */
import type { PatchSheet } from "#atlas/files/manifest.ts";

/**
 * Puts what is read of each row of a sheet into one array. Row by row: on some devices the whole sheet of a large atlas does not
 * fit into a canvas.
 *
 * @param perCell Numbers that `read` gives for each cell.
 * @param read Gets the pixels of one row of cells, row-major [cellPx, sheetColumns · cellPx, 4].
 * @returns [sheetRows · sheetColumns, perCell]; zeros where the browser has no canvas.
 */
export function readRows(
  image: HTMLImageElement,
  { cellPx, sheetColumns, sheetRows }: PatchSheet,
  perCell: number,
  read: (rgba: Uint8ClampedArray, nCells: number, cellPx: number) => Uint8Array,
): Uint8Array {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [sheetColumns * cellPx, cellPx];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const values = new Uint8Array(sheetColumns * sheetRows * perCell);
  if (context === null) return values;
  for (let row = 0; row < sheetRows; row++) {
    context.clearRect(0, 0, canvas.width, cellPx);
    context.drawImage(image, 0, -row * cellPx);
    const { data } = context.getImageData(0, 0, canvas.width, cellPx);
    values.set(read(data, sheetColumns, cellPx), row * sheetColumns * perCell);
  }
  return values;
}
