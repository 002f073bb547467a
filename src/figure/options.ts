/** What a reader chooses of a figure. */

/** Sizes of figures: of journals with two columns, of slides, and as on the screen. */
export const WIDTHS = {
  "one-column": { title: "One column", inches: 3.3, textScale: 0.72 },
  "two-columns": { title: "Two columns", inches: 7, textScale: 0.8 },
  slide: { title: "Slide", inches: 40 / 3, textScale: 1.25 },
  screen: { title: "As on screen", inches: null, textScale: 1 },
} as const;
export type WidthName = keyof typeof WIDTHS;

/** `site`: the site's fonts as outlines; `text`: the same fonts as text, to be edited; else fonts that programs have. */
export const FONTS = {
  site: { title: "The site’s fonts, as outlines" },
  text: { title: "The site’s fonts, as text" },
  serif: { title: "Serif (Times)" },
  sans: { title: "Sans (Helvetica)" },
} as const;
export type FontName = keyof typeof FONTS;

/** What of a head is drawn. */
export const PARTS = {
  map: { title: "Map" },
  lines: { title: "Lines" },
  matrix: { title: "Matrix" },
  average: { title: "Average" },
} as const;
export type Part = keyof typeof PARTS;

/** Height of a slide, 16 : 9. */
export const SLIDE_INCHES = 7.5;

export const SCALES = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export const USUAL_SCALE = 3;

export interface FigureOptions {
  readonly width: WidthName;
  readonly font: FontName;
  readonly isTransparent: boolean;
  readonly hasCaption: boolean;
  readonly isDark: boolean;
  /** Blue and orange in place of green and pink. */
  readonly isSafe: boolean;
}

export const USUAL_OPTIONS: FigureOptions = {
  width: "two-columns",
  font: "site",
  isTransparent: false,
  hasCaption: true,
  isDark: false,
  isSafe: false,
};

/** The map of a page in a window of 1440 × 900 pixels: what figures show whose reader has no window. */
export const USUAL_SCREEN = { width: 880, height: 620 } as const;
