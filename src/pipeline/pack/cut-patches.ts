/** Cuts pictures into patches, the tokens of a vision model. */
import type { PatchSheet } from "#atlas/files/manifest.ts";
import type { EncodedDataset, PatchGrid } from "../inputs/encoded-dataset.ts";

/** Width of the sprite sheet; every WebGL implementation supports it. */
const SHEET_PX = 2048;

/** The position of every token's patch in the sheet. */
export function patchSheet(dataset: EncodedDataset): PatchSheet | null {
  if (dataset.grid === null) return null;
  const sheetColumns = Math.floor(SHEET_PX / dataset.grid.cellPx);
  const { rows, columns, nSpecial, cellPx } = dataset.grid;
  return {
    rows,
    columns,
    nSpecial,
    cellPx,
    sheetColumns,
    sheetRows: Math.ceil(dataset.nTokens / sheetColumns),
  };
}

/** RGBA of every token's patch, in token order; null for special tokens. Empty for text. */
export async function cutPatches(dataset: EncodedDataset): Promise<(Uint8Array | null)[]> {
  const { grid } = dataset;
  if (grid === null) return [];
  const patches: (Uint8Array | null)[] = [];
  for (const sequence of dataset.sequences) {
    const picture = await sequence.picture?.();
    sequence.tokens.forEach((_, token) => {
      const patch = token - grid.nSpecial;
      patches.push(picture === undefined || patch < 0 ? null : cut(picture, grid, patch));
    });
  }
  return patches;
}

function cut(picture: Uint8Array, { columns, cellPx }: PatchGrid, patch: number): Uint8Array {
  const rgba = new Uint8Array(cellPx * cellPx * 4);
  const width = columns * cellPx;
  const [top, left] = [Math.floor(patch / columns) * cellPx, (patch % columns) * cellPx];
  for (let line = 0; line < cellPx; line++) {
    const at = ((top + line) * width + left) * 4;
    rgba.set(picture.subarray(at, at + cellPx * 4), line * cellPx * 4);
  }
  return rgba;
}
