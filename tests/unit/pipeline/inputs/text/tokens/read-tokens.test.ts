import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTokens } from "#pipeline/inputs/text/tokens/read-tokens.ts";
import { openJson, openKind } from "../../../../../helpers/open-kind.ts";
import { TOKENIZER_KINDS, type TokenizerKind } from "../../../../../helpers/tokenizer-kinds.ts";

const KINDS = Object.keys(TOKENIZER_KINDS) as TokenizerKind[];

const PLAIN = "the red fox sees (in 3.5)";
/** Tokens beside each other, with a bar between them. */
const SHOWN: Readonly<Record<TokenizerKind, string>> = {
  "GPT-2": "the| red| fox| see|s| |(|in| |3|.|5|)",
  "Llama 3": "<bos>|the| red| fox| see|s| |(|in| |3|.|5|)",
  CLIP: "<start>| the| red| fox| se|e|s| (|in| 3|.|5|)|<end>",
  XLM: "</s>| the| red| fox| se|e|s| (|in| 3|.|5|)|</s>",
  "BPE with a sign inside of words": " the| red| fox| see|s| (|in| 3|.|5|)",
  "Llama 2": "<s>| the| red| fox| see|s| |(|in| |3|.|5|)",
  Gemma: "<bos>|the| red| fox| see|s| |(|in| |3|.|5|)",
  T5: " the| red| fox| see|s| |(|in| |3|.|5|)|</s>",
  umT5: " the| red| fox| see|s| |(|in| |3|.|5|)|</s>",
  "Unigram of bytes": "t|h|e| red| fox| see|s| |(|i|n| |3|.|5|)|</s>",
  "Metaspace as underscore": "the| red| fox| see|s| |(|in| |3|.|5|)|</s>",
  BERT: " [CLS]| the| red| fox| see|s| (|in| 3|.|5|)| [SEP]",
  "ELECTRA without decoder": " [CLS]| the| red| fox| see|s| (|in| 3|.|5|)| [SEP]",
  "WordPiece with another prefix": " [CLS]| the| red| fox| see|s| (|in| 3|.|5|)| [SEP]",
  characters: "t|h|e| |r|e|d| |f|o|x| |s|e|e|s| |(|i|n| |3|.|5|)",
  speech: "t|h|e| |r|e|d| |f|o|x| |s|e|e|s| |(|i|n| |3|.|5|)",
  words: " the| red| fox| sees| (|in| 3|.|5|)",
};

describe("the tokens of a plain text", () => {
  it.each(KINDS)("are words that follow a blank and parts of words: %s", async (kind) => {
    expect(readTokens(PLAIN, await openKind(kind)).shown.join("|")).toBe(SHOWN[kind]);
  });

  it.each(KINDS.filter((kind) => kind !== "speech" && kind !== "words"))(
    "give it back, but for a blank before its first word: %s",
    async (kind) => {
      const opened = await openKind(kind);
      const word = fc.constantFrom("the", "fox", "zebras", "(red)", "3.5", "in", "b-2", "it's", "e.g.");
      fc.assert(
        fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
          const text = words.join(" ");
          const { shown, places } = readTokens(text, opened);
          expect(
            shown
              .filter((_, i) => places[i] !== null)
              .join("")
              .trimStart(),
          ).toBe(text);
        }),
        { numRuns: 30 },
      );
    },
  );
});

const BYTES = "the fox 🎉 sees\na\tbird\u00a0é";

describe("signs for blanks, line breaks and bytes", () => {
  it.each([
    ["GPT-2", "the| fox| |<F0>|<9F>|<8E>|<89>| see|s|\n|a|\t|bird|<C2>|<A0>|<C3>|<A9>"],
    ["Llama 2", "<s>| the| fox| |<F0>|<9F>|<8E>|<89>| see|s|\n|a|\t|bird|<C2>|<A0>|<C3>|<A9>"],
    ["Gemma", "<bos>|the| fox| |<F0>|<9F>|<8E>|<89>| see|s|\n|a|\t|bird|<C2>|<A0>|<C3>|<A9>"],
    ["umT5", " the| fox| |<F0>|<9F>|<8E>|<89>| see|s|\n|a|\t|bird| |<C3>|<A9>|</s>"],
    ["CLIP", "<start>| the| fox| <F0>|<9F>|<8E>|<89>| se|e|s| a| bird| <C3>|<A9>|<end>"],
  ] as const)("are the same with %s", async (kind, shown) => {
    expect(readTokens(BYTES, await openKind(kind)).shown.join("|")).toBe(shown);
  });

  it("are shown behind the blank that a token of bytes begins with", async () => {
    const json = TOKENIZER_KINDS["GPT-2"]();
    const { model } = json as { model: { vocab: Record<string, number>; merges: [string, string][] } };
    model.merges.push(["\u0120", "\u00f0"], ["\u0120\u00f0", "\u0141"]);
    model.vocab["\u0120\u00f0"] = 1000;
    model.vocab["\u0120\u00f0\u0141"] = 1001;
    const { shown, places } = readTokens("a 🎉", await openJson(json));
    expect(shown).toEqual(["a", " <F0 9F>", "<8E>", "<89>"]);
    expect(places.map((place) => place?.start)).toEqual([0, 2, 2, 2]);
  });
});

describe("a sign in the text that a vocabulary writes blanks with", () => {
  it.each([
    ["Llama 2", "a▁“b", ["a", "▁", "“", "“", "“", "b"]],
    ["Metaspace as underscore", "a_(b", ["a", "_", "(", "b"]],
    ["speech", "a|b", ["a", "|", "b"]],
    ["BERT", "a▁b", ["a▁b"]],
    ["GPT-2", "aĠb", ["a", "Ġ", "Ġ", "b"]],
  ] as const)("stands where it stands: %s", async (kind, text, expected) => {
    const { places } = readTokens(text, await openKind(kind));
    const found = places.flatMap((place) => (place === null ? [] : [text.slice(place.start, place.end)]));
    expect(found).toEqual(expected);
  });
});

describe("tokens that an author or a user added", () => {
  it("are plain text, whatever the vocabulary's letters mean", async () => {
    const json = TOKENIZER_KINDS["GPT-2"]();
    const added = { special: false, single_word: false, lstrip: false, rstrip: false, normalized: false };
    const more = [
      { id: 900, content: "café", ...added },
      { id: 901, content: "<0x0A>", ...added },
    ];
    json["added_tokens"] = [...(json["added_tokens"] as object[]), ...more];
    const { shown, places } = readTokens("the café <0x0A>", await openJson(json));
    expect(shown).toEqual(["the", " ", "café", " ", "<0x0A>"]);
    expect(places.map((place) => place?.start)).toEqual([0, 3, 4, 8, 9]);
  });

  it("begin with the blank that they swallow", async () => {
    const json = TOKENIZER_KINDS["GPT-2"]();
    const mask = {
      id: 900,
      content: "<mask>",
      special: true,
      single_word: false,
      lstrip: true,
      rstrip: false,
    };
    json["added_tokens"] = [...(json["added_tokens"] as object[]), { ...mask, normalized: false }];
    expect(readTokens("the <mask> fox<mask>", await openJson(json)).shown).toEqual([
      "the",
      " <mask>",
      " fox",
      "<mask>",
    ]);
  });
});

describe("unknown words", () => {
  it.each([
    [
      "BERT",
      "a 龘🎉 fox",
      [" [CLS]", " a", " [UNK]", "[UNK]", " fox", " [SEP]"],
      [null, "a", "龘", "🎉", "fox", null],
    ],
    ["T5", "in 🎉 fox🎊", [" in", " ", "🎉", " fox", "🎊", "</s>"], ["in", " ", "🎉", "fox", "🎊", null]],
    ["words", "the fix [UNK] fox", [" the", " fix", " [UNK]", " fox"], ["the", "fix", "[UNK]", "fox"]],
    ["XLM", "fo\u2603x", ["</s>", " fo", "<unk>", "x", "</s>"], [null, "fo", "\u2603", "x", null]],
  ] as const)(
    "stand where they stand, by their name where the tokenizer keeps nothing else: %s",
    async (kind, text, shown, at) => {
      const tokens = readTokens(text, await openKind(kind));
      expect(tokens.shown).toEqual(shown);
      expect(tokens.places.map((place) => place && text.slice(place.start, place.end))).toEqual(at);
    },
  );

  it("are an error where the vocabulary has no token for them", async () => {
    const json = TOKENIZER_KINDS.words();
    delete (json["model"] as { unk_token?: string }).unk_token;
    const opened = await openJson(json);
    expect(() => readTokens("the vixen", opened)).toThrow(
      /tokenizer\.json: the tokenizer has no token for a part of a text.*received "vixen"/u,
    );
  });
});
