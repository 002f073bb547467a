/** How the names of islands are set: as on a fine map, larger islands larger, words of a text slanted. */
import type { Extent } from "#islands/extent.ts";
import type { NameStyle } from "#islands/trait.ts";
import type { OverlayColors } from "../map/overlay-colors.ts";
import type { Pen } from "../pen.ts";
import type { DrawnName } from "./name-field.ts";

export interface NameType {
  readonly style: NameStyle;
  readonly level: DrawnName["level"];
  readonly sizePx: number;
}

/** A name and the point at which it stands. */
export interface NamePlace extends Omit<NameType, "sizePx"> {
  readonly point: number;
  readonly text: string;
  /** Share of the island in all points. */
  readonly share: number;
  /** Of a range: what it holds. */
  readonly extent: Extent | null;
  /** Points of the island; null for a single token. */
  readonly points: Uint32Array | null;
}

/** Sizes of the smallest and the largest name. */
const [LEAST_PX, MOST_PX] = [13, 25];
/** Single tokens are no places. */
const TOKEN_PX = 12;
/** The share of all points from which on a name has the largest size. */
const LARGEST_SHARE = 0.2;
/** On a map of this width, names have their full sizes. */
const FULL_PX = 720;

/** @param share Share of the island in all points. */
export function nameSize(level: DrawnName["level"], share: number, widthPx: number): number {
  if (level === "token") return TOKEN_PX;
  const size = LEAST_PX + (MOST_PX - LEAST_PX) * Math.sqrt(Math.min(1, share / LARGEST_SHARE));
  return Math.max(TOKEN_PX, size * Math.min(1, 0.4 + (0.6 * widthPx) / FULL_PX));
}

export function setType(pen: Pen, type: NameType, colors: OverlayColors): void {
  const { style, level, sizePx } = type;
  const slant = style === "words" && level !== "token" ? "italic " : "";
  const weight = level === "coarse" ? 560 : 480;
  pen.font = `${slant}${weight} ${sizePx}px ${level === "token" ? colors.font : colors.serif}`;
  // Browsers that do not know the property set names without it.
  pen.letterSpacing = `${level === "coarse" && style === "kind" ? sizePx * 0.06 : 0}px`;
}
