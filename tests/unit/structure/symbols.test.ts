import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
/** What pages are made of; the words of an atlas are its author's, in any script. */
const SOURCES =
  "src/{atlas,color,components,layouts,measures,projections,routes,site,viewer}/**/*.{ts,tsx,astro}";
/** What the fonts of the site contain, as code points: the subset “latin” of Fontsource. */
const SHIPPED = new Set([
  ...Array.from({ length: 0x100 }, (_, i) => i),
  ...Array.from({ length: 0x70 }, (_, i) => 0x2000 + i),
  ...[0x131, 0x152, 0x153, 0x2bb, 0x2bc, 0x2c6, 0x2da, 0x2dc, 0x304, 0x308, 0x329, 0x20ac, 0x2122],
  ...[0x2191, 0x2193, 0x2212, 0x2215, 0xfeff, 0xfffd],
]);
/** Formulas of measures, on whose pages the Greek subset is loaded, too. */
const FORMULAS = "measures/explanations/";
const GREEK = /[\u0370-\u03ff]/gu;
/** Readers may type these; no page shows them. */
const TYPED = /[≤≥]/gu;
const COMMENTS = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/gu;

describe("the texts of pages", () => {
  it("have no symbol that the site's own fonts lack: it would be an empty box where no other font has it", () => {
    const files = globSync(SOURCES, { cwd: ROOT });
    expect(files.length).toBeGreaterThan(100);
    const lacking = files.flatMap((file) => {
      const shown = readFileSync(join(ROOT, file), "utf8").replace(COMMENTS, "").replace(TYPED, "");
      const text = file.includes(FORMULAS) ? shown.replace(GREEK, "") : shown;
      const rest = Array.from(text).filter((symbol) => !SHIPPED.has(symbol.codePointAt(0) ?? 0));
      return rest.length === 0 ? [] : [`${file}: ${rest.join(" ")}`];
    });
    expect(lacking).toEqual([]);
  });
});
