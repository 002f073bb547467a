/**
 * Ramps for numbers, one for each role: queries run from olive over green to blue, keys from amber over rose to violet. The
 * hue says the number, so that low ones are seen as well as high ones: all colors have a contrast of at least 3 : 1 on light and
 * on dark backgrounds, and pages and thumbnails have the same.
 */
import { rgbOf, type Role } from "#atlas/role-colors.ts";
import type { Color } from "./color-mode.ts";

const STEPS = 32;

/** At equal distances, even steps of hue, chroma and luminance in OKLCH. */
const STOPS: Readonly<Record<Role, readonly Color[]>> = {
  query: ["#918e29", "#729137", "#4b934c", "#009263", "#098887", "#017da0", "#226ace"],
  key: ["#c5790d", "#d66623", "#e05147", "#e13e6e", "#cf3d94", "#b541b4", "#9446cb"],
};

/** Blues and oranges, which eyes without red or green cones tell apart; higher numbers are purer and darker. */
const SAFE_STOPS: typeof STOPS = {
  query: ["#6b90a3", "#558dad", "#3f87b8", "#2981c3", "#0a78d5", "#046ce6", "#215cf8"],
  key: ["#9c8965", "#a28151", "#a9773c", "#b06c25", "#b66000", "#b55601", "#b34b01"],
};

/** Colors from low to high. */
export function ramp(role: Role, isSafe = false): Color[] {
  const stops = (isSafe ? SAFE_STOPS : STOPS)[role];
  return Array.from({ length: STEPS }, (_, i) => {
    const at = (i / (STEPS - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(at));
    return mixed(stops[below]!, stops[below + 1]!, at - below);
  });
}

/** The color of `value` between `min` and `max`; of one beyond them, the last one. @param value No NaN. */
export function onRamp(colors: readonly Color[], value: number, min: number, max: number): Color {
  const share = max > min ? (value - min) / (max - min) : 0;
  const index = Math.round(Math.min(1, Math.max(0, share)) * (colors.length - 1));
  return colors[index]!;
}

/** @param share Of the second color, 0 … 1. */
export function mixed(a: Color, b: Color, share: number): Color {
  const [from, to] = [rgbOf(a), rgbOf(b)];
  const [red, green, blue] = from.map((low, i) => Math.round(low + (to[i]! - low) * share));
  return hexOf(red!, green!, blue!);
}

/** @param r 0 … 255, as g and b. */
export function hexOf(r: number, g: number, b: number): Color {
  return `#${[r, g, b].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
