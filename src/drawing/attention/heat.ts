/** From weight to color: a ramp from the page's background to dark amber, the hue of the attention lines on the map. */

import { boosted } from "#math/average-pattern.ts";

type Rgb = readonly [r: number, g: number, b: number];
type Stop = readonly [at: number, color: Rgb];

const STOPS: Readonly<Record<"light" | "dark", readonly Stop[]>> = {
  light: [
    [0, [246, 244, 237]],
    [0.3, [243, 217, 165]],
    [0.6, [214, 140, 30]],
    [0.8, [148, 82, 8]],
    [1, [66, 34, 4]],
  ],
  dark: [
    [0, [29, 32, 35]],
    [0.35, [84, 58, 22]],
    [0.65, [190, 124, 28]],
    [0.85, [240, 184, 88]],
    [1, [255, 240, 210]],
  ],
};

/** @param share 0 … 1. */
export function heatColor(share: number, isDark: boolean): Rgb {
  const stops = STOPS[isDark ? "dark" : "light"];
  const next = stops.findIndex(([at]) => at >= share);
  const [high, low] = [stops[next] ?? stops.at(-1)!, stops[Math.max(0, next - 1)]!];
  const between = high[0] > low[0] ? (share - low[0]) / (high[0] - low[0]) : 0;
  const mix = (i: 0 | 1 | 2): number => Math.round(low[1][i] + between * (high[1][i] - low[1][i]));
  return [mix(0), mix(1), mix(2)];
}

/** The whole range as CSS, for a legend. */
export function heatGradient(isDark: boolean): string {
  const stops = STOPS[isDark ? "dark" : "light"];
  return `linear-gradient(to right, ${stops.map(([at, rgb]) => `rgb(${rgb.join(" ")}) ${at * 100}%`).join(", ")})`;
}

/** A pattern as pixels, one per cell. @returns Bytes r, g, b, alpha; [n, n, 4]. */
export function heatPixels(
  weights: Float32Array,
  strongest: number,
  isDark: boolean,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(weights.length * 4);
  weights.forEach((weight, at) => {
    pixels.set([...heatColor(boosted(weight, strongest), isDark), 255], at * 4);
  });
  return pixels;
}
