/** Colors for kinds of things. Mid-tones, all with a contrast of at least 3 : 1 on light and on dark background. */
import { OVERLAP_COLOR, ROLE_COLORS, type Role } from "#atlas/role-colors.ts";
import type { Color } from "./color-mode.ts";

/** For what belongs to no kind, or has no number. */
export const NEUTRAL: Color = "#85857e";

/** The first four are told apart by eyes that see red and green alike, too. */
export const KINDS: readonly Color[] = [
  "#2f78b7",
  "#c96f14",
  "#2e8f83",
  "#c74a55",
  "#8b5fb8",
  "#8f7a1c",
  "#bd559b",
  "#4c8f3f",
  "#8f6b4b",
  "#5f7fa0",
];

/** Blue and vermilion of Okabe & Ito 2008 (Color Universal Design). */
const SAFE_ROLE_COLORS = { query: "#0072b2", key: "#d55e00" } as const;

/** What is called by the name of a color is painted in it, as far as that can be seen on any background. */
export const NAMED: Readonly<Record<string, Color>> = {
  red: "#d23a35",
  orange: "#cf6a12",
  yellow: "#9a8200",
  green: "#2f9048",
  blue: "#3a78d0",
  purple: "#8f5cc4",
  violet: "#8f5cc4",
  pink: "#cf5a96",
  brown: "#8f6b4b",
};

export function roleColors(isSafe: boolean): Readonly<Record<Role, Color>> {
  return isSafe ? SAFE_ROLE_COLORS : ROLE_COLORS;
}

/** The color of what both a query and a key cover: between blue and vermilion, Okabe and Ito's reddish purple, darker. */
export function overlapColor(isSafe: boolean): Color {
  return isSafe ? "#b05f92" : OVERLAP_COLOR;
}
