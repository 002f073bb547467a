/** Programs that open figures and know nothing of Headland. Tests that need them skip, visibly, where they are missing. */
import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** r, g, b; row-major. */
  readonly rgb: Buffer;
}

/** The programs among these that are not installed. */
export function missingPrograms(...names: readonly string[]): string[] {
  return names.filter((name) => spawnSync(name, ["--version"]).error !== undefined);
}

/** An SVG as librsvg draws it, one pixel per 1/96 inch. */
export async function drawnByRsvg(svg: string, folder: string): Promise<Pixels> {
  const png = join(folder, "rsvg.png");
  await promisify(execFile)("rsvg-convert", ["--dpi-x", "96", "--dpi-y", "96", "-o", png, svg]);
  return pixelsOf(png);
}

/** The page of a PDF as poppler draws it, one pixel per 1/96 inch. */
export async function drawnByPoppler(pdf: string, folder: string): Promise<Pixels> {
  const png = join(folder, "poppler");
  await promisify(execFile)("pdftoppm", ["-r", "96", "-png", "-singlefile", pdf, png]);
  return pixelsOf(`${png}.png`);
}

export async function pixelsOf(picture: string | Buffer): Promise<Pixels> {
  const image = sharp(picture).flatten({ background: "#ffffff" }).removeAlpha();
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

/** A part of a picture. */
export async function cut(
  { width, height, rgb }: Pixels,
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Promise<Pixels> {
  const image = sharp(rgb, { raw: { width, height, channels: 3 } });
  const data = await image.extract(box).raw().toBuffer();
  return { width: box.width, height: box.height, rgb: data };
}

/** How far apart two pictures of one size are: the mean difference of their blocks of 4 × 4 pixels, 0 … 255. */
export async function difference(a: Pixels, b: Pixels): Promise<number> {
  const coarse = async ({ width, height, rgb }: Pixels): Promise<Buffer> =>
    sharp(rgb, { raw: { width, height, channels: 3 } })
      .resize(Math.floor(a.width / 4), Math.floor(a.height / 4), { fit: "fill", kernel: "linear" })
      .raw()
      .toBuffer();
  const [one, other] = await Promise.all([coarse(a), coarse(b)]);
  return one.reduce((sum, value, i) => sum + Math.abs(value - (other[i] ?? 0)), 0) / one.length;
}
