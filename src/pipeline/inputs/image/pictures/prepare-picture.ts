/** A picture → the numbers that a model takes, and the same part of it for the page. */
import type { Pixels } from "../../encoded-dataset.ts";
import { placePicture, type Placement, type Window } from "./placement.ts";
import type { ChannelValues, Preparation } from "./preparation.ts";
import { resize, type Bitmap } from "./resize.ts";

/** @param picture Red, green, blue. @throws {RangeError} if the preparation leaves nothing of it. */
export function preparePicture(preparation: Preparation, picture: Bitmap): Pixels {
  const placement = placePicture(preparation, picture);
  const { pad } = placement;
  const seen = cropPicture(preparation, picture, placement);
  const levels = preparation.channels === "gray" ? toGray(seen) : seen;
  const nChannels = levels.nChannels;
  const nPixels = pad.height * pad.width;
  const data = new Float32Array(nChannels * nPixels);
  for (let channel = 0; channel < nChannels; channel++) {
    const table = valueTable(preparation.values[channel]!);
    const to = (preparation.channels === "bgr" ? nChannels - 1 - channel : channel) * nPixels;
    for (let row = 0; row < seen.height; row++) {
      const start = to + (row - pad.top) * pad.width - pad.left;
      for (let column = 0; column < seen.width; column++)
        data[start + column] = table[levels.data[(row * seen.width + column) * nChannels + channel]!]!;
    }
  }
  return { data, dims: [nChannels, pad.height, pad.width] };
}

/** Resized and cropped, in levels; what is outside of the picture is black. */
export function cropPicture(
  { resize: resizing }: Preparation,
  picture: Bitmap,
  { resized, crop }: Placement,
): Bitmap {
  const whole = resizing ? resize(picture, resized.height, resized.width, resizing.filter) : picture;
  return cut(whole, crop);
}

function cut(picture: Bitmap, { top, left, height, width }: Window): Bitmap {
  const { data, nChannels } = picture;
  if (top === 0 && left === 0 && height === picture.height && width === picture.width) return picture;
  const result = new Uint8Array(height * width * nChannels);
  const [firstColumn, endColumn] = [Math.max(0, left), Math.min(picture.width, left + width)];
  for (let row = Math.max(0, top); row < Math.min(picture.height, top + height); row++) {
    const from = row * picture.width;
    const to = ((row - top) * width + firstColumn - left) * nChannels;
    result.set(data.subarray((from + firstColumn) * nChannels, (from + endColumn) * nChannels), to);
  }
  return { data: result, height, width, nChannels };
}

/** Rounded to 32 bits after each step, as numpy does. */
function valueTable({ factor, offset, normalizations }: ChannelValues): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) => {
    let value = factor === null ? level : Math.fround(Math.fround(level * factor) - offset);
    for (const { mean, std } of normalizations)
      value = Math.fround(Math.fround(value - Math.fround(mean)) / Math.fround(std));
    return value;
  });
}

/** Luma as Pillow's mode L has it. */
export function toGray({ data, height, width }: Bitmap): Bitmap {
  const gray = new Uint8Array(height * width);
  for (let i = 0; i < gray.length; i++)
    gray[i] = (data[3 * i]! * 19595 + data[3 * i + 1]! * 38470 + data[3 * i + 2]! * 7471 + 0x8000) >> 16;
  return { data: gray, height, width, nChannels: 1 };
}
