/** The everyday name of a color. */

const HUES = [
  [18, "red"],
  [42, "orange"],
  [68, "yellow"],
  [165, "green"],
  [200, "cyan"],
  [255, "blue"],
  [290, "purple"],
  [335, "pink"],
  [360, "red"],
] as const;

export const COLOR_NAMES = [
  "black",
  "gray",
  "white",
  "red",
  "orange",
  "brown",
  "yellow",
  "green",
  "cyan",
  "blue",
  "purple",
  "pink",
] as const;

export type ColorName = (typeof COLOR_NAMES)[number];

/** @param r, g, b 0 … 255. */
export function colorName(r: number, g: number, b: number): ColorName {
  const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
  const [lightness, chroma] = [(high + low) / 510, (high - low) / 255];
  if (lightness < 0.12) return "black";
  // Near to gray, a hue has no name.
  if (chroma < 0.12) return lightness > 0.88 ? "white" : lightness < 0.2 ? "black" : "gray";
  const hue = hueOf(r, g, b);
  const name = HUES.find(([end]) => hue <= end)?.[1] ?? "red";
  return (name === "orange" || name === "red") && lightness < 0.4 && chroma < 0.45 ? "brown" : name;
}

/** 0 … 360. */
function hueOf(r: number, g: number, b: number): number {
  const high = Math.max(r, g, b);
  const chroma = high - Math.min(r, g, b);
  if (high === r) return (60 * ((g - b) / chroma) + 360) % 360;
  return high === g ? 60 * ((b - r) / chroma) + 120 : 60 * ((r - g) / chroma) + 240;
}
