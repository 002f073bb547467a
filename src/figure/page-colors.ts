/** The colors of the page, as theme.css has them. */
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";

export interface PageColors extends OverlayColors {
  readonly inkSoft: string;
  readonly line: string;
}

const LIGHT = {
  ink: "#23262b",
  inkSoft: "#5b5f66",
  page: "#fbfaf6",
  ground: "#f4f2ea",
  line: "#e2dfd4",
  accent: "#c77d0a",
};
const DARK: typeof LIGHT = {
  ink: "#e9e6dd",
  inkSoft: "#a9a79f",
  page: "#16181b",
  ground: "#1d2023",
  line: "#2e3236",
  accent: "#eaa63a",
};

/** On a transparent page, the rims of texts are white, or black: that is what such figures are laid on. */
export function pageColors(isDark: boolean, isTransparent: boolean): PageColors {
  const colors = isDark ? DARK : LIGHT;
  const below = isDark ? "#000000" : "#ffffff";
  return {
    ...colors,
    ...(isTransparent ? { page: below, ground: below } : {}),
    font: "sans",
    serif: "serif",
  };
}
