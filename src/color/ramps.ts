/** Ramps for numbers: greens for queries and pinks for keys, as in AttentionViz, cut where they would fade into the background. */
import { interpolateBlues, interpolateBuGn, interpolateOranges, interpolateRdPu } from "d3-scale-chromatic";
import { rgbOf, type Role } from "#atlas/role-colors.ts";
import type { Color, Background } from "./color-mode.ts";
import { NEUTRAL, roleColors } from "./palette.ts";

const STEPS = 32;
const SCHEMES = { query: interpolateBuGn, key: interpolateRdPu };
const SAFE_SCHEMES = { query: interpolateBlues, key: interpolateOranges };

/** Colors from low to high. On a light background, low values are light; on a dark one, they are dark. High values always stand out most. */
export function ramp(role: Role, background: Background, isSafe = false): Color[] {
  if (background === "both") return grayToColor(roleColors(isSafe)[role]);
  const [low, high] = background === "dark" ? [0.76, 0.2] : [0.3, 0.98];
  const scheme = (isSafe ? SAFE_SCHEMES : SCHEMES)[role];
  return Array.from({ length: STEPS }, (_, i) => toHex(scheme(low + ((high - low) * i) / (STEPS - 1))));
}

/** Neither end may fade into light or dark background: both are mid-tones, and only the color grows. */
function grayToColor(color: Color): Color[] {
  const [from, to] = [rgbOf(NEUTRAL), rgbOf(color)];
  return Array.from({ length: STEPS }, (_, i) => {
    const mixed = (low: number, high: number): number => Math.round(low + ((high - low) * i) / (STEPS - 1));
    return hexOf(mixed(from[0], to[0]), mixed(from[1], to[1]), mixed(from[2], to[2]));
  });
}

/** The color of `value` between `min` and `max`; of one beyond them, the last one. @param value No NaN. */
export function onRamp(colors: readonly Color[], value: number, min: number, max: number): Color {
  const share = max > min ? (value - min) / (max - min) : 0;
  const index = Math.round(Math.min(1, Math.max(0, share)) * (colors.length - 1));
  return colors[index]!;
}

/** d3 writes `rgb(1, 2, 3)`; WebGL wants bytes. */
function toHex(color: string): Color {
  const [r, g, b] = color.match(/\d+/g)!.map(Number);
  return hexOf(r!, g!, b!);
}

/** @param r 0 … 255, as g and b. */
export function hexOf(r: number, g: number, b: number): Color {
  return `#${[r, g, b].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
