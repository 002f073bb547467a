import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOf, tokenWord } from "#drawing/patterns/token-words.ts";

describe("tokens of a tree", () => {
  it.each([
    [" cat", "cat"],
    ["", "(empty)"],
    ["  ", "(blank)"],
    ["\n", "\\n"],
    ["\t\n", "\\t\\n"],
    ["</svg><script>", "</svg><script>"],
    ["a\u202eb", "a‹202E›b"],
    ["\u0000", "‹0000›"],
    ["\ud83d", "‹D83D›"],
    ["👩‍👩‍👧", "👩‍👩‍👧"],
  ])("%j is shown as %s", (token, shown) => {
    expect(tokenWord(token)).toBe(shown);
  });

  it("are cut where they are long, but not within a character", () => {
    expect(tokenWord("😀".repeat(20), 3)).toBe("😀😀😀…");
    expect(tokenWord("x".repeat(10_000), 11)).toBe(`${"x".repeat(11)}…`);
    expect(tokenWord("x".repeat(11), 11)).toBe("x".repeat(11));
  });

  it("make a text that keeps lines, shows what is invisible and ends somewhere", () => {
    expect(textOf(["a", "\n", "b\u202e", "\t"], 99)).toBe("a\nb‹202E›\t");
    expect(textOf(["😀", "😀"], 3)).toBe("😀…");
  });

  it("never turn the direction of what stands beside them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (token) => {
        for (const text of [tokenWord(token), textOf([token], 1000)])
          expect(text).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u);
      }),
    );
  });
});
