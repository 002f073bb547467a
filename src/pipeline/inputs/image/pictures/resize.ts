/**
 * Resizes pictures as Pillow's `Image.resize` does, to the bit: the kernel widens where a picture is made smaller, pixels are
 * squares around their centers, at an edge the kernel's part inside is scaled up, and both passes, first along rows, round
 * to 8 bits. Own code: what sharp and transformers.js do differs enough to move attention.
 */
import { KERNELS, type FilterName } from "./resampling-filters.ts";

/** 8 bits per channel, row by row, channels side by side. */
export interface Bitmap {
  readonly data: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly nChannels: number;
}

/** Weights are whole numbers of 2^−22, as many as 8-bit sums of products leave room for in 32 bits. */
const PRECISION_BITS = 22;

/** What each output pixel of a row or column is made of. */
interface Weights {
  /** First input pixel of each output pixel, and how many there are. */
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** [output pixels, most]: weights in units of 2^−22. */
  readonly weights: Int32Array;
  readonly most: number;
}

/** @throws {RangeError} if a side is below 1. */
export function resize(picture: Bitmap, height: number, width: number, filter: FilterName): Bitmap {
  if (!(height >= 1 && width >= 1)) throw new RangeError(`no picture is ${height} × ${width} pixels large`);
  if (filter === "nearest") return pick(picture, height, width);
  const narrow = width === picture.width ? picture : resizeRows(picture, width, filter);
  return height === narrow.height ? narrow : resizeColumns(narrow, height, filter);
}

function resizeRows(picture: Bitmap, width: number, filter: Exclude<FilterName, "nearest">): Bitmap {
  const { data, height, nChannels } = picture;
  const { starts, counts, weights, most } = weightsOf(picture.width, width, filter);
  const result = new Uint8ClampedArray(height * width * nChannels);
  for (let row = 0; row < height; row++) {
    const from = row * picture.width;
    for (let x = 0; x < width; x++) {
      const first = (from + starts[x]!) * nChannels;
      const count = counts[x]!;
      for (let channel = 0; channel < nChannels; channel++) {
        let sum = 1 << (PRECISION_BITS - 1);
        for (let i = 0, at = first + channel; i < count; i++, at += nChannels)
          sum = (sum + Math.imul(data[at]!, weights[x * most + i]!)) | 0;
        result[(row * width + x) * nChannels + channel] = sum >> PRECISION_BITS;
      }
    }
  }
  return { data: bytesOf(result), height, width, nChannels };
}

function resizeColumns(picture: Bitmap, height: number, filter: Exclude<FilterName, "nearest">): Bitmap {
  const { data, width, nChannels } = picture;
  const { starts, counts, weights, most } = weightsOf(picture.height, height, filter);
  const stride = width * nChannels;
  const result = new Uint8ClampedArray(height * stride);
  // Whole rows at once: memory is read in the order in which it lies.
  const sums = new Int32Array(stride);
  for (let y = 0; y < height; y++) {
    sums.fill(1 << (PRECISION_BITS - 1));
    for (let i = 0; i < counts[y]!; i++) {
      const weight = weights[y * most + i]!;
      const from = (starts[y]! + i) * stride;
      for (let x = 0; x < stride; x++) sums[x] = sums[x]! + Math.imul(data[from + x]!, weight);
    }
    for (let x = 0; x < stride; x++) result[y * stride + x] = sums[x]! >> PRECISION_BITS;
  }
  return { data: bytesOf(result), height, width, nChannels };
}

function weightsOf(from: number, to: number, filter: Exclude<FilterName, "nearest">): Weights {
  const kernel = KERNELS[filter];
  const scale = from / to;
  const widening = Math.max(1, scale);
  const support = kernel.support * widening;
  const most = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(to);
  const counts = new Int32Array(to);
  const weights = new Int32Array(to * most);
  const shares = new Float64Array(most);
  for (let x = 0; x < to; x++) {
    const center = (x + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(from, Math.trunc(center + support + 0.5)) - start;
    let total = 0;
    for (let i = 0; i < count; i++) {
      shares[i] = kernel.weight((i + start - center + 0.5) * (1 / widening));
      total += shares[i]!;
    }
    for (let i = 0; i < count; i++) {
      const share = total === 0 ? shares[i]! : shares[i]! / total;
      weights[x * most + i] = Math.trunc(share * (1 << PRECISION_BITS) + (share < 0 ? -0.5 : 0.5));
    }
    starts[x] = start;
    counts[x] = count;
  }
  return { starts, counts, weights, most };
}

/** The input pixel under the center of each output pixel. */
function pick({ data, height, width, nChannels }: Bitmap, toHeight: number, toWidth: number): Bitmap {
  const [rows, columns] = [centersOf(height, toHeight), centersOf(width, toWidth)];
  const result = new Uint8Array(toHeight * toWidth * nChannels);
  let at = 0;
  for (const row of rows)
    for (const column of columns)
      for (let channel = 0; channel < nChannels; channel++)
        result[at++] = data[(row * width + column) * nChannels + channel]!;
  return { data: result, height: toHeight, width: toWidth, nChannels };
}

function centersOf(from: number, to: number): Int32Array {
  const step = from / to;
  // Added up rather than multiplied, as Pillow does: where a center falls on an edge, rounding decides.
  let center = step * 0.5;
  return Int32Array.from({ length: to }, () => {
    const pixel = Math.min(from - 1, Math.trunc(center));
    center += step;
    return pixel;
  });
}

function bytesOf(clamped: Uint8ClampedArray): Uint8Array {
  return new Uint8Array(clamped.buffer, clamped.byteOffset, clamped.length);
}
