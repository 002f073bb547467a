import type { FontName } from "../options.ts";
import type { Setter } from "./setter.ts";
import { StandardSetter } from "./standard-setter.ts";
import { TextSetter } from "./text-setter.ts";

/**
 * @param outlines Sets texts in the fonts of the site.
 * @param isPdf The site's fonts are variable, which PDF does not embed: there they are always outlines.
 */
export function chooseSetter(font: FontName, outlines: Setter, isPdf: boolean): Setter {
  switch (font) {
    case "site":
      return outlines;
    case "text":
      return isPdf ? outlines : new TextSetter(outlines);
    case "serif":
    case "sans":
      return new StandardSetter(font);
  }
}
