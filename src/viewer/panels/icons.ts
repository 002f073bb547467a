/** All icons of the site: lines on a 16 × 16 grid, as the `d` of an SVG path. */
export const ICONS = {
  close: "M3 3l10 10M13 3L3 13",
  left: "M10 3L5 8l5 5",
  right: "M6 3l5 5-5 5",
  up: "M3 10l5-5 5 5",
  down: "M3 6l5 5 5-5",
  zoomIn: "M8 3v10M3 8h10",
  zoomOut: "M3 8h10",
  wholeMap: "M2.5 7.5L8 3l5.5 4.5M4.2 6.6V13h7.6V6.6",
  outline: "M8 13c-3 0-5.5-2-5.5-5S5 3 8.5 3s5 1.6 5 4-2 3.6-4.5 3.6c-1.8 0-3 .5-3 1.7s1 1.5 1 1.5",
  fullScreen: "M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",
  keys: "M1.5 4.5h13v7h-13zM4 7h.01M6.7 7h.01M9.3 7h.01M12 7h.01M5 9.5h6",
} as const;

export type IconName = keyof typeof ICONS;
