import { describe, expect, it } from "vitest";
import { labelTokens } from "#pipeline/inputs/text/label-tokens.ts";
import { locateTokens } from "#pipeline/inputs/text/tokens/locate-tokens.ts";

describe("labelTokens", () => {
  it("gives a token the label of the span that covers most of it, and none where none does", () => {
    const spans = [
      { start: 0, end: 3, value: "determiner" },
      { start: 4, end: 7, value: "noun" },
      { start: 6, end: 12, value: 0.5 },
    ];
    const places = locateTokens("the kites fly", ["the", " ki", "tes", " fly"], []);
    expect(labelTokens(places, new Map([["part", spans]])).get("part")).toEqual([
      "determiner",
      "noun",
      0.5,
      0.5,
    ]);
    expect(labelTokens(places, new Map([["part", []]])).get("part")).toEqual([null, null, null, null]);
  });
});
