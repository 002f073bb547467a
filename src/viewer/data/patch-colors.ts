/** What color the patches of an atlas have, read once from their sprite sheet. */
import type { PatchSheet } from "#atlas/manifest.ts";

/** @returns r, g, b of every token, [3 · nTokens]. */
export async function loadPatchColors(
  address: string,
  sheet: PatchSheet,
  nTokens: number,
): Promise<Uint8Array> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const { cellPx, sheetColumns, sheetRows } = sheet;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [sheetColumns * cellPx, cellPx];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const colors = new Uint8Array(sheetColumns * sheetRows * 3);
  if (context === null) return colors;
  // A row at a time: the whole sheet of a large atlas would not fit into one canvas on every device.
  for (let row = 0; row < sheetRows; row++) {
    context.clearRect(0, 0, canvas.width, cellPx);
    context.drawImage(image, 0, -row * cellPx);
    const { data } = context.getImageData(0, 0, canvas.width, cellPx);
    colors.set(meanColors(data, sheetColumns, cellPx), row * sheetColumns * 3);
  }
  return colors.subarray(0, nTokens * 3);
}

/**
 * Mean color of each cell in a row of square cells.
 *
 * @param rgba Row-major [cellPx, nCells · cellPx, 4].
 * @returns [nCells, 3]
 */
export function meanColors(rgba: ArrayLike<number>, nCells: number, cellPx: number): Uint8Array {
  const sums = new Float64Array(nCells * 3);
  for (let y = 0; y < cellPx; y++) {
    for (let x = 0; x < nCells * cellPx; x++) {
      const at = (y * nCells * cellPx + x) * 4;
      const cell = Math.floor(x / cellPx) * 3;
      for (let channel = 0; channel < 3; channel++) sums[cell + channel]! += rgba[at + channel] ?? 0;
    }
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / cellPx ** 2));
}
