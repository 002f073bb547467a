/** Pictures of an atlas as WebP: single thumbnails, the sheet of all heads, the sprite sheet of patches. */
import sharp from "sharp";
import type { Picture } from "./draw-map.ts";

/** Measured on maps of 5,000 points: more quality or effort costs twice the time or bytes and shows no difference. */
const WEBP = { quality: 75, alphaQuality: 60, effort: 2 } as const;

/** A rectangle of equal square cells. */
export interface SheetShape {
  readonly cellPx: number;
  readonly columns: number;
  readonly rows: number;
}

/** One square picture. Encoding is lossy but the same on every run. */
export async function encodePicture(picture: Picture): Promise<Buffer> {
  const { sizePx, rgba } = picture;
  return sharp(rgba, { raw: { width: sizePx, height: sizePx, channels: 4 } })
    .webp(WEBP)
    .toBuffer();
}

/** A picture in its cell of a sheet. */
export interface PlacedPicture {
  readonly row: number;
  readonly column: number;
  readonly rgba: Uint8Array;
}

/**
 * Lays pictures of `cellPx` × `cellPx` out in a sheet; cells without a picture stay transparent.
 */
export async function encodeSheet(pictures: Iterable<PlacedPicture>, shape: SheetShape): Promise<Buffer> {
  const { cellPx, columns, rows } = shape;
  const width = cellPx * columns;
  const height = cellPx * rows;
  const sheet = new Uint8Array(width * height * 4);
  for (const { row, column, rgba } of pictures) {
    for (let line = 0; line < cellPx; line++) {
      const source = rgba.subarray(line * cellPx * 4, (line + 1) * cellPx * 4);
      sheet.set(source, ((row * cellPx + line) * width + column * cellPx) * 4);
    }
  }
  return sharp(sheet, { raw: { width, height, channels: 4 } })
    .webp(WEBP)
    .toBuffer();
}
