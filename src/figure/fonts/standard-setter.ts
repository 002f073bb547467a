/** Sets texts in the standard fonts of PDF, for which every program has one like them. */
import Helvetica from "pdfkit/standard-fonts/Helvetica";
import HelveticaBold from "pdfkit/standard-fonts/HelveticaBold";
import HelveticaBoldOblique from "pdfkit/standard-fonts/HelveticaBoldOblique";
import HelveticaOblique from "pdfkit/standard-fonts/HelveticaOblique";
import TimesBold from "pdfkit/standard-fonts/TimesBold";
import TimesBoldItalic from "pdfkit/standard-fonts/TimesBoldItalic";
import TimesItalic from "pdfkit/standard-fonts/TimesItalic";
import TimesRoman from "pdfkit/standard-fonts/TimesRoman";
import type { StandardFont } from "pdfkit/standard-fonts/Helvetica";
import type { Family, Font } from "../scene.ts";
import type { Run, Setter } from "./setter.ts";
import { visibleText } from "./visible-text.ts";

interface Cut {
  readonly regular: StandardFont;
  readonly bold: StandardFont;
  readonly italic: StandardFont;
  readonly boldItalic: StandardFont;
  /** What SVG asks for. */
  readonly families: string;
}

const CUTS: Readonly<Record<Family, Cut>> = {
  sans: {
    regular: Helvetica,
    bold: HelveticaBold,
    italic: HelveticaOblique,
    boldItalic: HelveticaBoldOblique,
    families: "Helvetica, Arial, 'Liberation Sans', sans-serif",
  },
  serif: {
    regular: TimesRoman,
    bold: TimesBold,
    italic: TimesItalic,
    boldItalic: TimesBoldItalic,
    families: "Times, 'Times New Roman', 'Liberation Serif', serif",
  },
};
export const STANDARD_FONTS = Object.values(CUTS).flatMap(({ regular, bold, italic, boldItalic }) => [
  ...[regular, bold],
  ...[italic, boldItalic],
]);

/** The standard fonts have two weights: from this one on, texts are bold. */
const BOLD = 540;

/** Widths are listed from the blank on, as ASCII has the characters. */
const [FIRST, LAST] = [0x20, 0x7e];
/** What a character takes that is not listed: about a digit. */
const USUAL_WIDTH = 556;

export class StandardSetter implements Setter {
  readonly #family: Family;

  /** @param family Of all texts. */
  constructor(family: Family) {
    this.#family = family;
  }

  width(text: string, font: Font): number {
    const { glyphWidths } = this.fontOf(font);
    const letters = Array.from(visibleText(text).normalize("NFD").replace(/\p{M}/gu, ""));
    const units = letters.reduce((sum, letter) => {
      const code = letter.codePointAt(0)!;
      return sum + ((code >= FIRST && code <= LAST ? glyphWidths[code - FIRST] : undefined) ?? USUAL_WIDTH);
    }, 0);
    return (units * font.sizePx) / 1000 + letters.length * font.spacingPx;
  }

  runs(text: string, font: Font): readonly Run[] {
    const shown = visibleText(text);
    if (shown === "") return [];
    const { families } = CUTS[this.#family];
    const width = this.width(text, font);
    return [{ kind: "letters", text: shown, x: 0, width, families, standard: this.fontOf(font).name }];
  }

  middlePx({ sizePx }: Font): number {
    const { ascender, descender } = CUTS[this.#family].regular;
    return ((ascender + descender) / 2 / (ascender - descender)) * sizePx;
  }

  fontOf({ weight, isItalic }: Font): StandardFont {
    const { regular, bold, italic, boldItalic } = CUTS[this.#family];
    if (weight >= BOLD) return isItalic ? boldItalic : bold;
    return isItalic ? italic : regular;
  }
}
