/** What knows how wide texts are and what they consist of. */
import type { Font } from "../scene.ts";
import type { Face, PlacedGlyph } from "./glyphs.ts";

/** A stretch of a text. */
export type Run =
  /** As outlines: nothing depends on the fonts of the program that shows the figure. */
  | {
      readonly kind: "glyphs";
      readonly face: Face;
      /** In pixels from the start of the text. */
      readonly x: number;
      readonly glyphs: readonly PlacedGlyph[];
    }
  /** As letters, in the first of these families that the program has. */
  | {
      readonly kind: "letters";
      readonly text: string;
      readonly x: number;
      readonly width: number;
      readonly families: string;
      /** The standard font of PDF that has them; absent where none does. */
      readonly standard?: string;
    };

export interface Setter {
  /** In pixels. */
  width(text: string, font: Font): number;
  /** From left to right. */
  runs(text: string, font: Font): readonly Run[];
  /** From the baseline up to the middle of the line, in pixels. */
  middlePx(font: Font): number;
}
