/** The part of a picture that a model sees, for the eye: with the file's own detail where the page has room for more. */
import { enlarge, placePicture, type Window } from "./placement.ts";
import type { ChannelValues, Preparation } from "./preparation.ts";
import { cropPicture, toGray } from "./prepare-picture.ts";
import { resize, type Bitmap } from "./resize.ts";

/** RGBA of that part, `height` × `width` pixels. @throws {RangeError} if the preparation leaves nothing of the picture. */
export function showPicture(
  preparation: Preparation,
  picture: Bitmap,
  height: number,
  width: number,
): Uint8Array {
  const seen = placePicture(preparation, picture);
  // Without resizing the model sees the file's pixels: there is no more detail.
  const factor = preparation.resize
    ? Math.ceil(Math.max(height / seen.pad.height, width / seen.pad.width))
    : 1;
  const placement = factor > 1 ? enlarge(seen, factor) : seen;
  const cropped = cropPicture(preparation, picture, placement);
  const colored = preparation.channels === "gray" ? grayAsColor(toGray(cropped)) : cropped;
  const shown = padPicture(colored, placement.pad, preparation.values);
  return withAlpha(resize(shown, height, width, "lanczos"));
}

/** Surrounded by the color that the model's zero stands for. */
function padPicture(picture: Bitmap, pad: Window, values: readonly ChannelValues[]): Bitmap {
  if (pad.height === picture.height && pad.width === picture.width) return picture;
  const data = new Uint8Array(pad.height * pad.width * 3);
  const zero = [0, 1, 2].map((channel) => zeroLevel(values[channel] ?? values[0]!));
  for (let i = 0; i < data.length; i++) data[i] = zero[i % 3]!;
  for (let row = 0; row < picture.height; row++) {
    const line = picture.data.subarray(row * picture.width * 3, (row + 1) * picture.width * 3);
    data.set(line, ((row - pad.top) * pad.width - pad.left) * 3);
  }
  return { data, height: pad.height, width: pad.width, nChannels: 3 };
}

/** The level whose number is nearest to 0. */
function zeroLevel({ factor, offset, normalizations }: ChannelValues): number {
  const mean = normalizations[0]?.mean ?? 0;
  return Math.min(255, Math.max(0, Math.round((mean + offset) / (factor ?? 1))));
}

function grayAsColor({ data, height, width }: Bitmap): Bitmap {
  const color = Uint8Array.from({ length: 3 * data.length }, (_, i) => data[Math.floor(i / 3)]!);
  return { data: color, height, width, nChannels: 3 };
}

function withAlpha({ data, height, width }: Bitmap): Uint8Array {
  const rgba = new Uint8Array(height * width * 4).fill(255);
  for (let i = 0; i < height * width; i++) rgba.set(data.subarray(3 * i, 3 * i + 3), 4 * i);
  return rgba;
}
