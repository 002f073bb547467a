/** The page's colors and fonts, for what is drawn on a canvas over the map. */

export interface OverlayColors {
  readonly ink: string;
  readonly page: string;
  /** The background of the map. */
  readonly ground: string;
  readonly accent: string;
  readonly font: string;
  /** The font of names. */
  readonly serif: string;
}
