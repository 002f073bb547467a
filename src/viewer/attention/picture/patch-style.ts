import type { PatchSheet } from "#atlas/files/manifest.ts";

interface PatchStyle {
  readonly backgroundImage: string;
  readonly backgroundSize: string;
  readonly backgroundPosition: string;
}

/** Shows the picture of one patch as the background of an element. @param sheet Address of the sprite sheet. */
export function patchStyle(
  { sheetColumns, sheetRows }: Pick<PatchSheet, "sheetColumns" | "sheetRows">,
  sheet: string,
  token: number,
): PatchStyle {
  const [column, row] = [token % sheetColumns, Math.floor(token / sheetColumns)];
  return {
    backgroundImage: `url("${sheet}")`,
    backgroundSize: `${sheetColumns * 100}% ${sheetRows * 100}%`,
    backgroundPosition: `${percent(column, sheetColumns)} ${percent(row, sheetRows)}`,
  };
}

/** A sprite's `background-position`, which CSS measures as a share of the part that does not fit. */
function percent(index: number, count: number): string {
  return count > 1 ? `${((index / (count - 1)) * 100).toFixed(4)}%` : "0%";
}
