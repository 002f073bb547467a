/** Colors as red, green, blue from 0 to 1. */
import type { Random } from "#math/random.ts";

export type Rgb = readonly [red: number, green: number, blue: number];

export const COLORS = ["red", "orange", "yellow", "green", "blue", "purple"] as const;

export type Color = (typeof COLORS)[number];

/** Hue in degrees, and the lightness at which people use this name for it. */
const HUES: Readonly<Record<Color, readonly [hue: number, lightness: number]>> = {
  red: [358, 0.48],
  orange: [27, 0.53],
  yellow: [52, 0.56],
  green: [128, 0.4],
  blue: [216, 0.48],
  purple: [282, 0.46],
};

/** A shade of the named color. */
export function shadeOf(random: Random, color: Color): Rgb {
  const [hue, lightness] = HUES[color];
  return fromHsl(hue + 10 * (random() - 0.5), 0.72 + 0.2 * random(), lightness + 0.08 * (random() - 0.5));
}

/** A dull color of any hue, for the background. */
export function dullColor(random: Random): Rgb {
  return fromHsl(360 * random(), 0.08 + 0.2 * random(), 0.3 + 0.5 * random());
}

export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** @param hue In degrees. @param saturation,lightness From 0 to 1. */
function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const span = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number): number => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    return lightness - span * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [channel(0), channel(8), channel(4)];
}
