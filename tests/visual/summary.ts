/**
 * What a picture looks like from afar: the mean color of each cell of a coarse grid. Another version of a browser
 * draws letters a little differently; a map that is missing, a wrong theme, a panel that moved are seen.
 */
import sharp from "sharp";

const GRID = { width: 16, height: 12 };

/** r, g, b of each cell, row by row, as base64. */
export async function summarize(picture: Buffer): Promise<string> {
  const small = await sharp(picture)
    .removeAlpha()
    .resize(GRID.width, GRID.height, { fit: "fill", kernel: "cubic" })
    .raw()
    .toBuffer();
  return small.toString("base64");
}

/** Differences of two summaries in 256ths: the mean over all cells, and the largest. */
export function compare(a: string, b: string): { mean: number; most: number } {
  const [left, right] = [Buffer.from(a, "base64"), Buffer.from(b, "base64")];
  if (left.length !== right.length) return { mean: 255, most: 255 };
  const differences = [...left].map((value, i) => Math.abs(value - (right[i] ?? 0)));
  return {
    mean: differences.reduce((sum, x) => sum + x, 0) / differences.length,
    most: Math.max(...differences),
  };
}

/** Share of the pixels that are not of the picture's most frequent color. */
export async function inked(picture: Buffer): Promise<number> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 3) {
    const color = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return 1 - Math.max(...counts.values()) / (info.width * info.height);
}
