/** The mean color of each patch of an atlas, read once from the sprite sheet. */
import type { PatchSheet } from "#atlas/files/manifest.ts";
import { meanColors } from "#color/mean-colors.ts";

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
  // Reads one row at a time: on some devices the whole sheet of a large atlas does not fit into a canvas.
  for (let row = 0; row < sheetRows; row++) {
    context.clearRect(0, 0, canvas.width, cellPx);
    context.drawImage(image, 0, -row * cellPx);
    const { data } = context.getImageData(0, 0, canvas.width, cellPx);
    colors.set(meanColors(data, sheetColumns, cellPx), row * sheetColumns * 3);
  }
  return colors.subarray(0, nTokens * 3);
}
