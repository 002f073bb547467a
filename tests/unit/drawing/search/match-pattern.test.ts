import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchPattern } from "#drawing/search/match-pattern.ts";

const matches = (source: string, texts: readonly string[], flags = ""): number[] => [
  ...(matchPattern({ source, flags }, texts).isMatch ?? []),
];

describe("matchPattern", () => {
  it("tries each text, without the blanks around it", () => {
    expect(matches("^un|ing$", ["undo", " running ", "do", "", "UNDO"])).toEqual([1, 1, 0, 0, 0]);
    expect(matches("^un", ["undo", "UNDO"], "i")).toEqual([1, 1]);
    expect(matches("^\\p{Lu}", ["Éa", "éa"])).toEqual([1, 0]);
  });

  it("sees all of a long text", () => {
    expect(matches("z$", [`${"a".repeat(500)}z`])).toEqual([1]);
  });

  it("says in words why a pattern is none", () => {
    expect(matchPattern({ source: "(", flags: "" }, [])).toEqual({
      isMatch: null,
      problem: "is no pattern yet: unterminated group",
    });
    expect(matchPattern({ source: "[", flags: "i" }, ["a"]).problem).toMatch(/^is no pattern yet: /);
  });

  it("answers whatever is typed", () => {
    // Without repeats, so that every pattern comes to an end.
    const pattern = fc
      .string({ unit: "grapheme", maxLength: 30 })
      .map((text) => text.replaceAll(/[*+{]/gu, ""));
    fc.assert(
      fc.property(pattern, fc.array(fc.string({ maxLength: 20 })), (source, texts) => {
        const { isMatch, problem } = matchPattern({ source, flags: "" }, texts);
        expect(isMatch === null).toBe(problem !== null);
        if (isMatch !== null) expect(isMatch).toHaveLength(texts.length);
      }),
    );
  });
});
