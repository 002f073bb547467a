/** Pictures by formulas alone, the same as tests/fixtures/pictures/make-references.py draws, and what Pillow made of them. */
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import type { Bitmap } from "#pipeline/inputs/image/pictures/resize.ts";
import type { FilterName } from "#pipeline/inputs/image/pictures/resampling-filters.ts";

/** Level at a row, a column and a channel; width − 1 and height − 1 where the picture has to be filled. */
type Formula = (y: number, x: number, c: number, right: number, bottom: number) => number;

const noise: Formula = (y, x, c) => Math.imul(y * 7919 + x * 104729 + c * 1299709, 2654435761) >>> 24;
const white: Formula = () => 255;

const PICTURES: Readonly<Record<string, readonly [width: number, height: number, formula: Formula]>> = {
  across: [64, 48, (_, x, __, right) => Math.floor((x * 255) / right)],
  down: [48, 64, (y, _, c, __, bottom) => (Math.floor((y * 255) / bottom) + 80 * c) % 256],
  checkers: [64, 64, (y, x) => ((x + y) % 2) * 255],
  "large checkers": [61, 47, (y, x) => ((Math.floor(x / 3) + Math.floor(y / 3)) % 2) * 255],
  white: [32, 32, white],
  black: [40, 30, () => 0],
  "small white": [5, 5, white],
  noise: [50, 70, noise],
  "odd noise": [37, 23, noise],
  "black and white noise": [33, 33, (...at) => (noise(...at) < 128 ? 0 : 255)],
  "thin columns": [96, 64, (_, x) => (x % 7 === 3 ? 255 : 0)],
  "thin rows": [64, 96, (y) => (y % 7 === 3 ? 255 : 0)],
  diagonal: [80, 80, (y, x) => (x === y ? 255 : 0)],
  tall: [16, 160, noise],
  wide: [160, 16, noise],
  "one pixel": [1, 1, noise],
  "one row": [50, 1, noise],
  "one column": [1, 50, noise],
  rings: [100, 75, (y, x, c) => Math.floor(((x - 50) ** 2 + (y - 37) ** 2 + 40 * c) / 16) % 256],
  large: [
    640,
    480,
    (y, x, c, right, bottom) => (Math.floor((x * 255) / right) + noise(y, x, c, right, bottom)) >> 1,
  ],
};

export const PICTURE_NAMES = Object.keys(PICTURES);

export function drawPicture(name: string): Bitmap {
  const [width, height, formula] = PICTURES[name]!;
  const data = new Uint8Array(height * width * 3);
  for (let i = 0; i < data.length; i++) {
    const [row, column] = [Math.floor(i / 3 / width), Math.floor(i / 3) % width];
    data[i] = formula(row, column, i % 3, Math.max(1, width - 1), Math.max(1, height - 1));
  }
  return { data, height, width, nChannels: 3 };
}

interface Place {
  readonly picture: string;
  readonly height: number;
  readonly width: number;
}

export interface References {
  /** CRC-32 of each picture as Python drew it. */
  readonly drawn: Readonly<Record<string, number>>;
  /** [height, width, 3], by image processor: levels before they are scaled and normalized. */
  readonly prepared: readonly (Place & { readonly processor: string; readonly levels: Uint8Array })[];
  /** [height, width], the green channel alone. */
  readonly resized: readonly (Place & { readonly filter: FilterName; readonly levels: Uint8Array })[];
}

export function readReferences(): References {
  const file = JSON.parse(readFileSync("tests/fixtures/pictures/references.json", "utf8")) as References & {
    readonly levels: string;
  };
  const levels = new Uint8Array(inflateSync(Buffer.from(file.levels, "base64")));
  let at = 0;
  const next = (length: number): Uint8Array => levels.subarray(at, (at += length));
  return {
    drawn: file.drawn,
    prepared: file.prepared.map((place) => ({ ...place, levels: next(place.height * place.width * 3) })),
    resized: file.resized.map((place) => ({ ...place, levels: next(place.height * place.width) })),
  };
}
