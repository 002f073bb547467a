/**
 * Draws the points of one head as a picture: the thumbnail that stands for the map wherever no map is live.
 * Stamps are laid over each other in painter's order, query and key in turn: drawing all queries first would hide them.
 */
import { ROLE_COLORS, rgbOf } from "#atlas/role-colors.ts";

/** A square RGBA picture, not premultiplied, transparent where nothing is drawn so that it lies on light and dark paper. */
export interface Picture {
  readonly sizePx: number;
  readonly rgba: Uint8Array;
}

/** What is drawn, and how large. */
export interface DrawOptions {
  readonly sizePx: number;
  /** Radius of a query's disc; a key's ring is a little wider. */
  readonly radiusPx: number;
  /** Free border around the points. */
  readonly marginPx: number;
}

/**
 * @param coordinates Row-major [2 · nTokens, dim]; queries first, then keys. In 3-D the view is along the last axis.
 */
export function drawMap(coordinates: Float32Array, dim: number, options: DrawOptions): Picture {
  const { sizePx, marginPx } = options;
  const nTokens = coordinates.length / dim / 2;
  const place = fitToSquare(coordinates, dim, sizePx, marginPx);
  const rgba = new Uint8Array(sizePx * sizePx * 4);
  const queryStamp = discStamp(options.radiusPx);
  const keyStamp = ringStamp(options.radiusPx + 0.4);
  const queryColor = rgbOf(ROLE_COLORS.query);
  const keyColor = rgbOf(ROLE_COLORS.key);
  for (let token = 0; token < nTokens; token++) {
    stamp(rgba, sizePx, place(token), queryStamp, queryColor);
    stamp(rgba, sizePx, place(nTokens + token), keyStamp, keyColor);
  }
  return { sizePx, rgba };
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

function stamp(
  rgba: Uint8Array,
  sizePx: number,
  [x, y]: readonly [number, number],
  { reachPx, cover }: Stamp,
  color: readonly [number, number, number],
): void {
  for (let row = Math.max(0, Math.floor(y - reachPx)); row <= Math.min(sizePx - 1, y + reachPx); row++) {
    for (
      let column = Math.max(0, Math.floor(x - reachPx));
      column <= Math.min(sizePx - 1, x + reachPx);
      column++
    ) {
      const alpha = cover(Math.hypot(column - x, row - y));
      if (alpha > 0) blend(rgba, (row * sizePx + column) * 4, color, alpha);
    }
  }
}

/** Porter–Duff "over" on colors that are not premultiplied. */
function blend(rgba: Uint8Array, at: number, color: readonly [number, number, number], alpha: number): void {
  const under = (rgba[at + 3]! / 255) * (1 - alpha);
  const total = alpha + under;
  for (let channel = 0; channel < 3; channel++) {
    rgba[at + channel] = Math.round((color[channel]! * alpha + rgba[at + channel]! * under) / total);
  }
  rgba[at + 3] = Math.round(total * 255);
}

/** Equal axes, centered, y upward. */
function fitToSquare(
  coordinates: Float32Array,
  dim: number,
  sizePx: number,
  marginPx: number,
): (point: number) => [number, number] {
  const [xLow, xHigh] = extent(coordinates, dim, 0);
  const [yLow, yHigh] = extent(coordinates, dim, 1);
  const span = Math.max(xHigh - xLow, yHigh - yLow, 1e-9);
  const scale = (sizePx - 2 * marginPx) / span;
  const middle = (sizePx - 1) / 2;
  return (point) => [
    middle + (coordinates[point * dim]! - (xLow + xHigh) / 2) * scale,
    middle - (coordinates[point * dim + 1]! - (yLow + yHigh) / 2) * scale,
  ];
}

function extent(coordinates: Float32Array, dim: number, axis: number): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let at = axis; at < coordinates.length; at += dim) {
    low = Math.min(low, coordinates[at]!);
    high = Math.max(high, coordinates[at]!);
  }
  return [low, high];
}

function clamp(x: number): number {
  return Math.min(1, Math.max(0, x));
}
