/**
 * Draws the points of one head as a picture: the thumbnail that is shown wherever there is no live map.
 * Queries and keys are painted in turn, because drawing all queries first would hide them.
 */
import { rgbOf } from "#atlas/role-colors.ts";

/** A square RGBA picture, not premultiplied, transparent between the points, so that it suits light and dark backgrounds. */
export interface Picture {
  readonly sizePx: number;
  readonly rgba: Uint8Array;
}

/** The content of the picture and its sizes. */
export interface DrawOptions {
  readonly sizePx: number;
  /** Radius of a query's disc; a key's ring is a little wider. */
  readonly radiusPx: number;
  /** Empty border around the points. */
  readonly marginPx: number;
}

/** The pixels that the points cover, in drawing order: computed once, then painted in as many colors as needed. */
export interface Trace {
  readonly sizePx: number;
  /** The entries of point `drawn` (query 0, key 0, query 1, …) begin at `starts[drawn]`; it has one number more than points. */
  readonly starts: Uint32Array;
  /** Pixel of each entry, row-major. */
  readonly pixels: Uint32Array;
  /** How much of that pixel is covered, 0 … 1. */
  readonly covers: Float32Array;
}

/** The part of a larger picture to paint on. */
export interface Ground {
  readonly rgba: Uint8Array;
  readonly widthPx: number;
  readonly leftPx: number;
  readonly topPx: number;
}

/** Colors as bytes r, g, b from the lowest. */
export interface Paint {
  /** [2 · nTokens], queries first. */
  readonly colors: Uint32Array;
  /** Where queries and keys cover each other; null if there they only lie over each other. */
  readonly overlap: number | null;
}

/** @param place Of the points, queries first. */
export function drawMap(place: PointPlace, { colors, overlap }: Paint, options: DrawOptions): Picture {
  const { sizePx } = options;
  const rgba = new Uint8Array(sizePx * sizePx * 4);
  const trace = traceMap(place, colors.length / 2, options);
  paintTrace(trace, colors, { rgba, widthPx: sizePx, leftPx: 0, topPx: 0 }, overlap);
  return { sizePx, rgba };
}

/** The position of a point in the picture, in pixels; NaN if the point does not exist. */
export type PointPlace = (point: number) => readonly [x: number, y: number];

/** The positions of coordinates that lie in [−1, 1], with equal scales and the center at 0; y points upward. */
export function placeInSquare(
  x: Float32Array,
  y: Float32Array,
  { sizePx, marginPx }: DrawOptions,
): PointPlace {
  const [middle, scale] = [(sizePx - 1) / 2, sizePx / 2 - marginPx];
  return (point) => [middle + x[point]! * scale, middle - y[point]! * scale];
}

export function traceMap(place: PointPlace, nTokens: number, options: DrawOptions): Trace {
  const { sizePx, radiusPx } = options;
  const stamps = [discStamp(radiusPx), ringStamp(radiusPx + 0.4)] as const;
  const most = (2 * Math.ceil(stamps[1].reachPx) + 1) ** 2 * nTokens * 2;
  const starts = new Uint32Array(nTokens * 2 + 1);
  const pixels = new Uint32Array(most);
  const covers = new Float32Array(most);
  let count = 0;
  for (let drawn = 0; drawn < nTokens * 2; drawn++) {
    const isKey = drawn % 2;
    const [x, y] = place((drawn >> 1) + isKey * nTokens);
    const { reachPx, cover } = stamps[isKey === 1 ? 1 : 0];
    const right = Math.min(sizePx - 1, x + reachPx);
    const bottom = Math.min(sizePx - 1, y + reachPx);
    for (let row = Math.max(0, Math.floor(y - reachPx)); row <= bottom; row++) {
      for (let column = Math.max(0, Math.floor(x - reachPx)); column <= right; column++) {
        const alpha = cover(Math.sqrt((column - x) ** 2 + (row - y) ** 2));
        if (alpha <= 0) continue;
        pixels[count] = row * sizePx + column;
        covers[count++] = alpha;
      }
    }
    starts[drawn + 1] = count;
  }
  return { sizePx, starts, pixels: pixels.subarray(0, count), covers: covers.subarray(0, count) };
}

/**
 * Paints over the existing pixels: Porter–Duff "over" on colors that are not premultiplied.
 *
 * @param colors [2 · nTokens], queries first; bytes r, g, b from the lowest.
 * @param overlap Null paints queries and keys in turn. Else the color of what both cover, as the map has it where a color says the role
 *   alone; then all queries have the color of the first one, and all keys that of the first key.
 */
export function paintTrace(
  trace: Trace,
  colors: Uint32Array,
  ground: Ground,
  overlap: number | null = null,
): void {
  const { sizePx, starts, pixels, covers } = trace;
  const nTokens = colors.length / 2;
  if (overlap !== null) {
    paintOverlaps(trace, [colors[0] ?? 0, colors[nTokens] ?? 0, overlap], ground);
    return;
  }
  const paint = painter(ground, sizePx);
  for (let drawn = 0; drawn < nTokens * 2; drawn++) {
    const [r, g, b] = unpacked(colors[(drawn >> 1) + (drawn % 2) * nTokens]!);
    for (let entry = starts[drawn]!; entry < starts[drawn + 1]!; entry++) {
      paint(pixels[entry]!, r, g, b, covers[entry]!);
    }
  }
}

/** Sums up how far queries, and keys, cover each pixel; so the order of the points does not matter. */
function paintOverlaps(
  { sizePx, starts, pixels, covers }: Trace,
  packedColors: readonly [query: number, key: number, both: number],
  ground: Ground,
): void {
  const bare = [new Float32Array(sizePx ** 2).fill(1), new Float32Array(sizePx ** 2).fill(1)] as const;
  for (let drawn = 0; drawn + 1 < starts.length; drawn++) {
    const ofRole = bare[drawn % 2 === 1 ? 1 : 0];
    for (let entry = starts[drawn]!; entry < starts[drawn + 1]!; entry++) {
      ofRole[pixels[entry]!]! *= 1 - covers[entry]!;
    }
  }
  const [query, key, both] = packedColors.map(unpacked);
  const paint = painter(ground, sizePx);
  for (let pixel = 0; pixel < sizePx ** 2; pixel++) {
    const [noQuery, noKey] = [bare[0][pixel]!, bare[1][pixel]!];
    const alpha = 1 - noQuery * noKey;
    if (alpha <= 0) continue;
    const [ofQuery, ofKey, ofBoth] = [
      (1 - noQuery) * noKey,
      noQuery * (1 - noKey),
      (1 - noQuery) * (1 - noKey),
    ];
    const mixed = (channel: 0 | 1 | 2): number =>
      (query![channel] * ofQuery + key![channel] * ofKey + both![channel] * ofBoth) / alpha;
    paint(pixel, mixed(0), mixed(1), mixed(2), alpha);
  }
}

/** Paints a pixel of a map that is a part of a larger picture. */
function painter(
  { rgba, widthPx, leftPx, topPx }: Ground,
  sizePx: number,
): (pixel: number, r: number, g: number, b: number, alpha: number) => void {
  return (pixel, r, g, b, alpha) => {
    const row = Math.floor(pixel / sizePx);
    const at = ((topPx + row) * widthPx + leftPx + pixel - row * sizePx) * 4;
    const under = (rgba[at + 3]! / 255) * (1 - alpha);
    const total = alpha + under;
    // Storing in bytes truncates, so adding one half rounds.
    rgba[at] = (r * alpha + rgba[at]! * under) / total + 0.5;
    rgba[at + 1] = (g * alpha + rgba[at + 1]! * under) / total + 0.5;
    rgba[at + 2] = (b * alpha + rgba[at + 2]! * under) / total + 0.5;
    rgba[at + 3] = total * 255 + 0.5;
  };
}

/** How much of a pixel at distance `r` from the point is covered, 0 … 1. */
interface Stamp {
  readonly reachPx: number;
  readonly cover: (r: number) => number;
}

function discStamp(radius: number): Stamp {
  return { reachPx: radius + 1, cover: (r) => clamp(radius + 0.5 - r) * 0.9 };
}

function ringStamp(radius: number): Stamp {
  const half = Math.max(0.45, radius * 0.28);
  return { reachPx: radius + 1, cover: (r) => clamp(half + 0.5 - Math.abs(r - radius + half)) * 0.9 };
}

/** `#rrggbb` as bytes r, g, b from the lowest. */
export function packedColor(color: string): number {
  const [r, g, b] = rgbOf(color);
  return r | (g << 8) | (b << 16);
}

function unpacked(color: number): [r: number, g: number, b: number] {
  return [color & 255, (color >>> 8) & 255, (color >>> 16) & 255];
}

function clamp(x: number): number {
  return Math.min(1, Math.max(0, x));
}
