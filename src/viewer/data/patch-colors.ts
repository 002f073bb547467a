/** The mean color of each patch of an atlas, read once from the sprite sheet. */
import type { PatchSheet } from "#atlas/files/manifest.ts";
import { meanColors } from "#color/mean-colors.ts";
import { loadPicture } from "./load-picture.ts";
import { readRows } from "./sprite-rows.ts";

/** @returns r, g, b of every token, [3 · nTokens]. */
export async function loadPatchColors(
  address: string,
  sheet: PatchSheet,
  nTokens: number,
): Promise<Uint8Array> {
  return readRows(await loadPicture(address), sheet, 3, meanColors).subarray(0, nTokens * 3);
}
