import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelTokens, locateTokens } from "#pipeline/inputs/label-tokens.ts";

const placed = (
  text: string,
  tokens: readonly string[],
  special: readonly boolean[] = [],
): (string | null)[] =>
  locateTokens(text, tokens, special).map((place) => place && text.slice(place.start, place.end));

describe("locateTokens", () => {
  it("finds tokens whatever became of their spaces, case and accents", () => {
    expect(placed("Ein Bär, zwei Bären.", [" ein", " bar", ",", " zwei", " bar", "en", "."])).toEqual([
      "Ein",
      "Bär",
      ",",
      "zwei",
      "Bär",
      "en",
      ".",
    ]);
  });

  it("passes over special tokens, unknown words and halves of characters, and finds its way again", () => {
    const tokens = ["[CLS]", "a", "[UNK]", "dog", "<F0 9F>", "<90 B6>", "ran"];
    expect(placed("a žš dog 🐶 ran", tokens, [true])).toEqual([null, "a", null, "dog", null, null, "ran"]);
  });

  it("gives the pieces of any text back in their order, however it is cut", () => {
    const pieces = fc.array(fc.stringMatching(/^ ?[a-zA-Z0-9.,"]{1,5}$/), { maxLength: 20 });
    fc.assert(
      fc.property(pieces, (tokens) => {
        expect(placed(tokens.join(""), tokens)).toEqual(tokens.map((token) => token.trim()));
      }),
    );
  });
});

describe("labelTokens", () => {
  it("gives a token the label of the span that covers most of it, and none where none does", () => {
    const spans = [
      { start: 0, end: 3, value: "determiner" },
      { start: 4, end: 7, value: "noun" },
      { start: 6, end: 12, value: 0.5 },
    ];
    const text = "the kites fly";
    const labels = labelTokens(text, ["the", " ki", "tes", " fly"], [], new Map([["part", spans]]));
    expect(labels.get("part")).toEqual(["determiner", "noun", 0.5, 0.5]);
    const none = labelTokens("the kites", ["the", " kites"], [], new Map([["part", []]]));
    expect(none.get("part")).toEqual([null, null]);
  });
});
