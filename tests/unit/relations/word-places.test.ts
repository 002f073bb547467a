import { describe, expect, it } from "vitest";
import { LEAD, TRAIL, wordPlaces } from "#relations/word-places.ts";

const places = (tokens: readonly string[], special: readonly string[] = []): ReturnType<typeof wordPlaces> =>
  wordPlaces(tokens, (token) => special.includes(tokens[token]!));

describe("the words of a sequence", () => {
  it("are the same for two tokenizers, with accents and capitals or without", () => {
    const gpt = places(["<s>", "Ren", "ée", " met", " him", "."], ["<s>"]);
    const bert = places(["[CLS]", " renee", " me", "t", " him", ".", "[SEP]"], ["[CLS]", "[SEP]"]);
    expect(gpt.words).toEqual(["renee", "met", "him."]);
    expect(bert.words).toEqual(gpt.words);
    expect([...gpt.wordOf]).toEqual([LEAD, 0, 0, 1, 2, 2]);
    expect([...bert.wordOf]).toEqual([LEAD, 0, 1, 1, 2, 2, TRAIL]);
  });

  it("count a special token between them, which stands for a word", () => {
    const { words, wordOf } = places([" a", "[MASK]", " b"], ["[MASK]"]);
    expect(words).toEqual(["a", "[mask]", "b"]);
    expect([...wordOf]).toEqual([0, 1, 2]);
  });

  it("take white space that is a token of its own to the word after it", () => {
    const spaced = places(["A", "\n", "\n", "b", " c", "\n"]);
    expect(spaced.words).toEqual(["a", "b", "c"]);
    expect([...spaced.wordOf]).toEqual([0, 1, 1, 1, 2, 2]);
    expect(places(["A", "\n", " b", " c"]).words).toEqual(["a", "b", "c"]);
  });

  it("may be none", () => {
    expect(places(["[CLS]", "[SEP]"], ["[CLS]", "[SEP]"]).words).toEqual([]);
    expect(places([]).words).toEqual([]);
  });
});
