import { atlasFiles } from "#atlas/address.ts";
import { encodeSheet } from "../encode-pictures.ts";
import type { Output } from "./output.ts";

/** `patches.webp`: the patches of all tokens in one picture. Cells of special tokens stay blank; texts have no such file. */
export const patchesOutput: Output = {
  of: "tower",
  files: async ({ tower, reads, pictures }) => {
    if (reads.patches === null || pictures === null) return [];
    const { cellPx, sheetColumns, sheetRows } = reads.patches;
    const placed = pictures.flatMap((rgba, token) =>
      rgba === null ? [] : [{ row: Math.floor(token / sheetColumns), column: token % sheetColumns, rgba }],
    );
    const shape = { cellPx, columns: sheetColumns, rows: sheetRows };
    return [[atlasFiles.patches(tower), await encodeSheet(placed, shape)]];
  },
};
