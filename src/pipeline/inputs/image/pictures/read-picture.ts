/** Picture files → red, green and blue in 8 bits, as from Pillow's `convert("RGB")`. */
import { decoding, openPicture } from "../open-picture.ts";
import type { Bitmap } from "./resize.ts";
import type { Extent } from "./target-size.ts";

/** Upright, without its transparency, whatever the file holds: gray, 16 bits, CMYK, a palette, a turned camera. */
export function readPicture(path: string): Promise<Bitmap> {
  return decoding(path, () => decode(path));
}

async function decode(path: string): Promise<Bitmap> {
  const file = await openPicture(path);
  const isCmyk = (await file.metadata()).space === "cmyk";
  const inColor = isCmyk
    ? file.pipelineColourspace("cmyk").toColourspace("cmyk")
    : file.toColourspace("srgb").removeAlpha();
  const { data, info } = await inColor
    .autoOrient()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { height, width, channels } = info;
  const levels = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return { data: isCmyk ? fromCmyk(levels, channels) : levels, height, width, nChannels: 3 };
}

/** Its size upright, from the file's header alone. */
export function readPictureSize(path: string): Promise<Extent> {
  return decoding(path, async () => {
    const { autoOrient } = await (await openPicture(path)).metadata();
    return { height: autoOrient.height, width: autoOrient.width };
  });
}

/** Pillow's formula: what each ink leaves of what black leaves. */
function fromCmyk(inks: Uint8Array, nChannels: number): Uint8Array {
  const nPixels = inks.length / nChannels;
  const rgb = new Uint8Array(nPixels * 3);
  for (let i = 0; i < nPixels; i++) {
    const left = 255 - inks[i * nChannels + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      const product = inks[i * nChannels + channel]! * left + 128;
      rgb[3 * i + channel] = Math.max(0, left - (((product >> 8) + product) >> 8));
    }
  }
  return rgb;
}
