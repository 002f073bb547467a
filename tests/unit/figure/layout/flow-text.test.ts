import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Setter } from "../../../../src/figure/fonts/setter.ts";
import { flowText } from "../../../../src/figure/layout/flow-text.ts";
import type { Text } from "../../../../src/figure/scene.ts";

/** Every letter is half as wide as it is high. */
const EVEN: Setter = {
  width: (text, { sizePx }) => (text.length * sizePx) / 2,
  runs: () => [],
  middlePx: () => 0,
};
const FONT = { family: "sans", weight: 400, isItalic: false, sizePx: 10, spacingPx: 0 } as const;
const flow = (text: string, width: number): Text[] =>
  flowText(
    [{ text, font: FONT, color: "#000000" }],
    { x: 0, y: 0, width, lineHeight: 2 },
    EVEN,
  ).shapes.flatMap((shape) => (shape.type === "text" ? [shape] : []));

describe("a paragraph", () => {
  it("breaks between words", () => {
    const lines = flow("one two three", 40);
    expect(lines.map(({ text, x, y }) => [text.trimEnd(), x, y])).toEqual([
      ["one two", 0, 10],
      ["three", 0, 30],
    ]);
  });

  it("breaks an address behind its signs", () => {
    const lines = flow("https://host/tiny-gpt/stories/L3H0/?color=position", 100);
    expect(lines.map(({ text }) => text)).toEqual([
      "https://host/tiny-",
      "gpt/stories/L3H0/?",
      "color=position",
    ]);
  });

  it("never leaves its box, whatever it says, and loses nothing of it", () => {
    const words = fc.stringMatching(/^[a-z/.?&-]{1,40}( [a-z/.?&-]{1,40}){0,6}$/);
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 200 }), (text, width) => {
        const lines = flow(text, width);
        for (const line of lines) expect(line.x + line.text.trimEnd().length * 5).toBeLessThanOrEqual(width);
        expect(
          lines
            .map((line) => line.text)
            .join("")
            .replaceAll(" ", ""),
        ).toBe(text.replaceAll(" ", ""));
      }),
      { numRuns: 200 },
    );
  });
});
