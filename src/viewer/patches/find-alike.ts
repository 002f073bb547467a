/** Everything that thinning out patches needs, in one part of the script. */
import type { PatchSheet } from "#atlas/files/manifest.ts";
import { LOOK_LENGTH, looksOf } from "#drawing/patches/patch-looks.ts";
import { loadPicture } from "../data/load-picture.ts";
import { readRows } from "../data/sprite-rows.ts";

export { alikePatches } from "#drawing/patches/alike-patches.ts";

/** @returns Of every cell of the sheet, [cells, LOOK_LENGTH]. */
export async function loadLooks(address: string, sheet: PatchSheet): Promise<Uint8Array> {
  return readRows(await loadPicture(address), sheet, LOOK_LENGTH, looksOf);
}
