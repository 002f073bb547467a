/** Encodes the pictures of an atlas as WebP: single thumbnails, sheets of all heads, the sprite sheet of patches. */
import sharp, { type Sharp } from "sharp";
import type { Picture } from "./draw-map.ts";

/** Measured on maps of 5,000 points: higher quality or effort doubles the time or the bytes without a visible difference. */
const WEBP = { quality: 75, alphaQuality: 60, effort: 2 } as const;
/**
 * In a sheet, each dot is two pixels wide, and even lower settings look the same. Measured on sheets of 1,152 pixels: four
 * steps of alpha without effort take 57 ms and 157 kB, eight take 133 ms and 184 kB; with two steps, dots are jagged.
 */
const SHEET_WEBP = { quality: 40, alphaQuality: 10, effort: 0 } as const;
/** Alpha is the only shape of a dot that is one pixel wide: four steps make such dots look heavier. */
const HALF_SHEET_WEBP = { quality: 40, alphaQuality: 30, effort: 2 } as const;

/** A grid of equal square cells. */
export interface SheetShape {
  readonly cellPx: number;
  readonly columns: number;
  readonly rows: number;
}

/** Row-major [heightPx, widthPx, 4], not premultiplied. */
export interface RgbaPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgba: Uint8Array;
}

/** Encodes one square picture. The encoding is lossy, but the same on every run. */
export async function encodePicture({ sizePx, rgba }: Picture): Promise<Buffer> {
  return open({ widthPx: sizePx, heightPx: sizePx, rgba }).webp(WEBP).toBuffer();
}

/** Encodes the thumbnails of all heads. */
export async function encodeSheetPicture(picture: RgbaPicture): Promise<Buffer> {
  return open(picture).webp(SHEET_WEBP).toBuffer();
}

/** The same for screens with one pixel per CSS pixel. */
export async function encodeHalfSheet(picture: RgbaPicture): Promise<Buffer> {
  const [width, height] = [picture.widthPx / 2, picture.heightPx / 2];
  return open(picture).resize(width, height).webp(HALF_SHEET_WEBP).toBuffer();
}

/** Encodes a picture without loss, for those whose pixels are cells with a value. */
export async function encodeExactly(picture: RgbaPicture): Promise<Buffer> {
  return open(picture).webp({ lossless: true, effort: 4 }).toBuffer();
}

export async function decodePicture(file: Uint8Array): Promise<RgbaPicture> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, rgba: data };
}

/** A picture with its cell in a sheet. */
export interface PlacedPicture {
  readonly row: number;
  readonly column: number;
  readonly rgba: Uint8Array;
}

/**
 * Places pictures of `cellPx` × `cellPx` in a sheet; cells without a picture stay transparent.
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
  return open({ widthPx: width, heightPx: height, rgba: sheet }).webp(WEBP).toBuffer();
}

function open({ widthPx, heightPx, rgba }: RgbaPicture): Sharp {
  return sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } });
}
