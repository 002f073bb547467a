import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { locateTokens } from "#pipeline/inputs/text/tokens/locate-tokens.ts";
import type { TokenPart, UnknownPart } from "#pipeline/inputs/text/tokens/token-part.ts";

/** Null for an unknown word. */
type Tokens = readonly (TokenPart | null)[];

const parts = (tokens: Tokens): (TokenPart | UnknownPart)[] =>
  tokens.map((part) => part ?? { name: "[UNK]" });

const placed = (text: string, tokens: Tokens, outside: readonly boolean[] = []): (string | null)[] =>
  locateTokens(text, parts(tokens), outside).map((place) => place && text.slice(place.start, place.end));

const starts = (text: string, tokens: Tokens): (number | undefined)[] =>
  locateTokens(text, parts(tokens), []).map((place) => place?.start);

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const byteByByte = (text: string): Uint8Array[] => Array.from(utf8(text), (byte) => Uint8Array.of(byte));

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

  it("gives an accent to its letter, or to the token that it is", () => {
    const apart = "cafe\u0301 o\u0308l";
    expect(placed(apart, ["cafe", " ol"])).toEqual(["cafe\u0301", "o\u0308l"]);
    expect(placed(apart, ["caf", "e", "\u0301", " ", "\u00f6l"])).toEqual([
      "caf",
      "e",
      "\u0301",
      " ",
      "o\u0308l",
    ]);
    expect(placed("café", ["caf", "e", "\u0301"])).toEqual(["caf", "é", "é"]);
  });

  it("knows letters in another form: ligatures, wide letters, ς and ß, upper case of more than one letter", () => {
    expect(placed("ﬁne ＡＢ", ["f", "ine", " ab"])).toEqual(["ﬁ", "ﬁne", "ＡＢ"]);
    expect(placed("ΟΔΟΣ STRAẞE", ["οδος", " stra", "ße"])).toEqual(["ΟΔΟΣ", "STRA", "ẞE"]);
    expect(placed("İki", ["i\u0307", "ki"])).toEqual(["İ", "ki"]);
  });

  it("gives all tokens that share a character its place, and each the characters that it holds", () => {
    expect(placed("a 🐶🎉b", ["a", ...byteByByte(" 🐶🎉"), "b"])).toEqual([
      "a",
      " ",
      ...Array.from("🐶🐶🐶🐶🎉🎉🎉🎉"),
      "b",
    ]);
    const [dog, fox] = [utf8("x🐶"), utf8("狐y")];
    const cut = [
      dog.subarray(0, 3),
      Uint8Array.of(...dog.subarray(3), ...fox.subarray(0, 1)),
      fox.subarray(1),
    ];
    expect(placed("x🐶狐y", cut)).toEqual(["x🐶", "🐶狐", "狐y"]);
  });

  it("passes over special tokens", () => {
    expect(placed("a b", ["[CLS]", "a", " b", "[SEP]"], [true, false, false, true])).toEqual([
      null,
      "a",
      "b",
      null,
    ]);
  });

  it("gives an unknown word what its neighbors leave", () => {
    expect(placed("a žš dog 🐶 ran", ["a", null, " dog", null, " ran"])).toEqual([
      "a",
      "žš",
      "dog",
      "🐶",
      "ran",
    ]);
    expect(placed("xaa a b", [null, " a", " b"])).toEqual(["xaa", "a", "b"]);
    expect(placed("(žš)", ["(", null, ")"])).toEqual(["(", "žš", ")"]);
    expect(placed("žš", [null])).toEqual(["žš"]);
    expect(placed("the [UNK], žš", ["the", null, ",", null])).toEqual(["the", "[UNK]", ",", "žš"]);
    expect(placed("cafe\u0301", ["cafe", null])).toEqual(["cafe", "\u0301"]);
    expect(placed("the žš", ["the", null, "[SEP]"], [false, false, true])).toEqual(["the", "žš", null]);
  });

  it("tells unknown words from each other where it can, by blanks, signs or characters", () => {
    expect(placed("žš ŷŵ a", [null, null, " a"])).toEqual(["žš", "ŷŵ", "a"]);
    expect(placed("žš,ŷŵ a", [null, null, null, " a"])).toEqual(["žš", ",", "ŷŵ", "a"]);
    expect(placed("狐狸 a", [null, null, " a"])).toEqual(["狐", "狸", "a"]);
    expect(placed("žšŷ a", [null, null, null, " a"])).toEqual(["ž", "š", "ŷ", "a"]);
    expect(placed("žšŷ a", [null, null, " a"])).toEqual(["žšŷ", "žšŷ", "a"]);
    expect(placed("žš ŷŵ", [null, " ", null])).toEqual(["žš", " ", "ŷŵ"]);
  });

  it("goes on behind what a tokenizer replaced or dropped", () => {
    expect(placed("``so'' he said", ['"', "so", '"', " he", " said"])).toEqual([
      "``",
      "so",
      "''",
      "he",
      "said",
    ]);
    expect(placed("a 🎉 fox sees", ["a", " fox", " sees"])).toEqual(["a", "fox", "sees"]);
    expect(placed("so\u00adft \u0000zip", ["soft", " zip"])).toEqual(["so\u00adft", "zip"]);
  });

  it("knows the marks of a letter behind a blank that only the tokenizer has", () => {
    expect(placed("हि न", ["ह", " \u093f", " न"])).toEqual(["ह", "\u093f", "न"]);
  });

  it("places blanks on blanks, and those that a tokenizer invented nowhere", () => {
    expect(starts("a\n\n b", ["a", "\n", "\n", " b"])).toEqual([0, 1, 2, 4]);
    expect(starts("ab", [" ", "a", "b"])).toEqual([undefined, 0, 1]);
  });

  it("says which tokens stand behind a blank of their own", () => {
    const apart = (text: string, tokens: Tokens): boolean[] =>
      locateTokens(text, parts(tokens), []).map((place) => place?.isApart === true);
    expect(apart("a b(c", ["a", "b", "(", "c"])).toEqual([false, true, false, false]);
    expect(apart("a b", ["a", " ", "b"])).toEqual([false, false, false]);
    expect(apart("a  b", ["a", " ", " b"])).toEqual([false, false, true]);
    expect(apart("a 🐶", ["a", ...byteByByte("🐶")])).toEqual([false, true, false, false, false]);
  });

  it("gives the pieces of any text back in their order, however it is cut", () => {
    const pieces = fc.array(fc.stringMatching(/^ ?[a-zA-Z0-9.,"]{1,5}$/), { maxLength: 20 });
    fc.assert(
      fc.property(pieces, (tokens) => {
        expect(placed(tokens.join(""), tokens)).toEqual(tokens.map((token) => token.trim()));
      }),
    );
  });

  it("places every token of bytes of any text, wherever it is cut", () => {
    const texts = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(texts, sizes, (text, lengths) => {
        const tokens: Uint8Array[] = [];
        for (
          let rest = utf8(text);
          rest.length > 0;
          rest = rest.subarray(tokens[tokens.length - 1]?.length)
        ) {
          tokens.push(rest.subarray(0, lengths[tokens.length % lengths.length]));
        }
        const places = locateTokens(text, parts(tokens), []);
        expect(places.every((place) => place !== null)).toBe(true);
        const [first, last] = [places[0]?.start ?? -1, places.at(-1)?.end];
        expect([text.slice(0, first).trim(), text.slice(last).trim()]).toEqual(["", ""]);
      }),
    );
  });
});
