/** Sets texts in the fonts of the site as letters that can be edited: as outlines would be, where the fonts are installed. */
import type { Font } from "../scene.ts";
import type { Run, Setter } from "./setter.ts";
import { visibleText } from "./visible-text.ts";

const FAMILIES = {
  sans: "'Source Sans 3', 'Source Sans 3 Variable', 'Source Sans Pro', sans-serif",
  serif: "'Source Serif 4', 'Source Serif 4 Variable', 'Source Serif Pro', serif",
} as const;

export class TextSetter implements Setter {
  readonly #outlines: Setter;

  /** @param outlines Knows the widths. */
  constructor(outlines: Setter) {
    this.#outlines = outlines;
  }

  width(text: string, font: Font): number {
    return this.#outlines.width(text, font);
  }

  runs(text: string, font: Font): readonly Run[] {
    const shown = visibleText(text);
    if (shown === "") return [];
    return [
      { kind: "letters", text: shown, x: 0, width: this.width(text, font), families: FAMILIES[font.family] },
    ];
  }

  middlePx(font: Font): number {
    return this.#outlines.middlePx(font);
  }
}
