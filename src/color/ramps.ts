/** Ramps for numbers: greens for queries and pinks for keys, as in AttentionViz, cut where they would fade into the paper. */
import { interpolateBlues, interpolateBuGn, interpolateOranges, interpolateRdPu } from "d3-scale-chromatic";
import type { Role } from "#atlas/role-colors.ts";
import type { Color } from "./color-mode.ts";

const STEPS = 32;
const SCHEMES = { query: interpolateBuGn, key: interpolateRdPu };
const SAFE_SCHEMES = { query: interpolateBlues, key: interpolateOranges };

/** Colors from low to high. On light paper low is light; on dark paper low is dark: high always stands out most. */
export function ramp(role: Role, isDark: boolean, isSafe = false): Color[] {
  const [low, high] = isDark ? [0.76, 0.2] : [0.3, 0.98];
  const scheme = (isSafe ? SAFE_SCHEMES : SCHEMES)[role];
  return Array.from({ length: STEPS }, (_, i) => toHex(scheme(low + ((high - low) * i) / (STEPS - 1))));
}

/** The color of `value` between `min` and `max`. */
export function onRamp(colors: readonly Color[], value: number, min: number, max: number): Color {
  const share = max > min ? (value - min) / (max - min) : 0;
  const index = Math.round(Math.min(1, Math.max(0, share)) * (colors.length - 1));
  return colors[index] ?? "#000000";
}

/** d3 writes `rgb(1, 2, 3)`; WebGL wants bytes. */
function toHex(color: string): Color {
  if (color.startsWith("#")) return color;
  const [r = 0, g = 0, b = 0] = (color.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  return hexOf(r, g, b);
}

/** @param r 0 … 255, as g and b. */
export function hexOf(r: number, g: number, b: number): Color {
  return `#${[r, g, b].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
