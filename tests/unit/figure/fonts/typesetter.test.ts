import { describe, expect, it } from "vitest";
import { ownTypesetter } from "#pipeline/figure/own-fonts.ts";
import type { Font } from "../../../../src/figure/scene.ts";

const setter = await ownTypesetter();
const font = (weight: number, sizePx = 1000, more: Partial<Font> = {}): Font => ({
  ...{ family: "serif", weight, isItalic: false, sizePx, spacingPx: 0 },
  ...more,
});

describe("a text set in the fonts of the site", () => {
  it("is as wide as its letters, by the table of advances of the font file", () => {
    // Source Serif 4, weight 400, of 1000 units; two of the same are not kerned.
    expect(setter.width("H", font(400))).toBe(814);
    expect(setter.width("oo", font(400))).toBe(2 * 579);
  });

  it("is wider in a heavier weight", () => {
    const widths = [300, 400, 560, 700].map((weight) => setter.width("Stories", font(weight)));
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(new Set(widths).size).toBe(4);
  });

  it("has other outlines in a heavier weight", () => {
    const outlineOf = (weight: number): string => {
      const [run] = setter.runs("S", font(weight));
      return run?.kind === "glyphs" ? run.face.outline(run.glyphs[0]!.id) : "";
    };
    expect(outlineOf(400)).toMatch(/^M/);
    expect(outlineOf(600)).not.toBe(outlineOf(400));
  });

  it("grows with its size, and with the room after each letter", () => {
    expect(setter.width("Stories", font(400, 20))).toBeCloseTo(2 * setter.width("Stories", font(400, 10)));
    const spaced = setter.width("Stories", font(400, 20, { spacingPx: 2 }));
    expect(spaced - setter.width("Stories", font(400, 20))).toBeCloseTo(14);
  });

  it("leaves characters that the fonts lack to the program that shows it", () => {
    const runs = setter.runs("a中b", font(400, 10));
    expect(runs.map((run) => run.kind)).toEqual(["glyphs", "letters", "glyphs"]);
    expect(runs[1]).toMatchObject({ text: "中", width: 10 });
  });

  it("takes no room where there is none", () => {
    expect(setter.width("", font(400))).toBe(0);
    expect(setter.runs("", font(400))).toEqual([]);
  });
});
