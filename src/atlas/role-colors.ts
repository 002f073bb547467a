/** Queries are green and keys pink, as in AttentionViz; mid-tones that hold on light and dark backgrounds (contrast ≥ 3:1 on both). */
export const ROLE_COLORS = { query: "#2b9a68", key: "#d9488b" } as const;

/** Where queries and keys cover each other; its contrast is as theirs. A mixture of green and pink would be gray. */
export const OVERLAP_COLOR = "#6a62c4";

/** The two roles of a token in a head. */
export type Role = keyof typeof ROLE_COLORS;

/** `#rrggbb` → [r, g, b], 0 … 255. */
export function rgbOf(color: string): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
