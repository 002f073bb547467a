import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brokenLines, outlined } from "#pipeline/cards/set-text.ts";
import { ownTypesetter } from "#pipeline/figure/own-fonts.ts";
import type { Setter } from "../../../../src/figure/fonts/setter.ts";
import type { Font } from "../../../../src/figure/scene.ts";

const font: Font = { family: "serif", weight: 400, isItalic: false, sizePx: 10, spacingPx: 0 };
/** Every character is ten pixels wide. */
const even: Setter = { width: (text) => text.length * 10, runs: () => [], middlePx: () => 0 };

describe("lines of a card", () => {
  it("are broken between words, by hand", () => {
    expect(brokenLines(even, "one two  three\nfour", font, 80, 9)).toEqual(["one two", "three", "four"]);
    expect(brokenLines(even, "", font, 80, 9)).toEqual([]);
  });

  it("end with an ellipsis where there is more", () => {
    expect(brokenLines(even, "one two three four", font, 80, 1)).toEqual(["one two…"]);
    expect(brokenLines(even, "one two three four", font, 80, 2)).toEqual(["one two", "three…"]);
    expect(brokenLines(even, "unbelievable", font, 80, 2)).toEqual(["unbelie…"]);
  });

  it("keep numbers beside their signs", () => {
    expect(brokenLines(even, "is 75\u00a0% of", font, 60, 9)).toEqual(["is", "75\u00a0%", "of"]);
  });

  it("are never wider or more than there is room for, and lose no word without saying so", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 5 }), (text, most) => {
        const lines = brokenLines(even, text, font, 90, most);
        expect(lines.length).toBeLessThanOrEqual(most);
        for (const line of lines) expect(even.width(line, font)).toBeLessThanOrEqual(90);
        const words = text.split(/[ \t\r\n]+/).filter((word) => word !== "");
        if (!lines.join("").includes("…")) expect(lines.join(" ")).toBe(words.join(" "));
      }),
    );
  });
});

describe("words of a card", () => {
  it("are outlines, so that no machine needs the font", async () => {
    const svg = outlined(await ownTypesetter(), { text: "Ab", font, x: 5, y: 20, color: "#111" });
    expect(svg.match(/<path /g)).toHaveLength(2);
    expect(svg).not.toContain("<text");
  });

  it("show a box for every character that the fonts lack, and no markup", async () => {
    const svg = outlined(await ownTypesetter(), {
      text: '中文<script>"&\u202e',
      font,
      x: 0,
      y: 20,
      color: "#111",
    });
    expect(svg.match(/<rect /g)?.length).toBeGreaterThanOrEqual(2);
    expect(svg).not.toMatch(/<script|&|中|\u202e/);
  });
});
