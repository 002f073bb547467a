import { describe, expect, it } from "vitest";
import { completeTokenizer } from "#pipeline/inputs/text/tokens/complete-tokenizer.ts";
import { mergeWord } from "#pipeline/inputs/text/tokens/merge-word.ts";
import { TOKENIZER_KINDS, type TokenizerKind } from "../../../../../helpers/tokenizer-kinds.ts";

const tokensOf = (kind: TokenizerKind, text: string): string[] => {
  const tokenizer = completeTokenizer(TOKENIZER_KINDS[kind](), {});
  return tokenizer.encode(text).ids.map((id) => tokenizer.id_to_token(id) ?? "");
};

const MODEL = { type: "WordLevel", vocab: { a: 0 }, unk_token: "a" };
const BERT = {
  type: "BertNormalizer",
  clean_text: true,
  handle_chinese_chars: true,
  strip_accents: null,
  lowercase: true,
};
const split = (behavior: string, invert: boolean) => ({
  type: "Split",
  pattern: { Regex: "[0-9]" },
  behavior,
  invert,
});

/** Expected tokens are those of Hugging Face's tokenizers in Rust, release 0.23.2, from the same files. */
describe("a tokenizer", () => {
  it("merges tokens that say that they go on", () => {
    expect(tokensOf("BPE with a sign inside of words", "foxes refox o")).toEqual([
      "fox",
      "@@e",
      "@@s",
      "re",
      "@@f",
      "@@o",
      "@@x",
      "o",
    ]);
  });

  it("falls back to bytes in a Unigram vocabulary that has them, and only there", () => {
    expect(tokensOf("umT5", "fox\né")).toEqual(["▁fox", "<0x0A>", "<0xC3>", "<0xA9>", "</s>"]);
    expect(tokensOf("T5", "fox\né")).toEqual(["▁fox", "<unk>", "</s>"]);
  });

  it("takes words of any script as words", () => {
    expect(tokensOf("words", "fox žena,狐狸 नमस्ते")).toEqual(["fox", "[UNK]", ",", "[UNK]", "[UNK]"]);
  });

  it.each([
    [{ type: "Punctuation", behavior: "Isolated" }, "Hi!! a_b”", ["Hi", "!", "!", " a", "_", "b", "”"]],
    [{ type: "Punctuation" }, "x--y", ["x", "-", "-", "y"]],
    [{ type: "Punctuation", behavior: "Contiguous" }, "x--y", ["x", "--", "y"]],
    [{ type: "Digits", individual_digits: true }, "a12 ٤٥", ["a", "1", "2", " ", "٤", "٥"]],
    [{ type: "Digits", individual_digits: false }, "a12 ٤٥", ["a", "12", " ", "٤٥"]],
    [{ type: "Whitespace" }, "Ünï_x, नमस्ते!", ["Ünï_x", ",", "नमस्ते", "!"]],
    [split("MergedWithPrevious", false), "it's 12", ["it's 1", "2"]],
    [split("MergedWithNext", false), "12 a", ["1", "2 a"]],
    [split("Isolated", true), "a12", ["a", "1", "2"]],
    [split("Removed", true), "a12", ["1", "2"]],
  ] as const)("cuts as %j says", (pre_tokenizer, text, expected) => {
    expect(completeTokenizer({ model: MODEL, pre_tokenizer }, {}).pre_tokenizer?.pre_tokenize(text)).toEqual(
      expected,
    );
  });

  it.each([
    [{ type: "Lowercase" }, "ΟΔΟΣ ΣΑΣ", "οδοσ σασ"],
    [BERT, "ΟΔΟΣ", "οδοσ"],
    [{ type: "Sequence", normalizers: [{ type: "NFD" }, BERT] }, "É狐𠀀x", "e 狐  𠀀 x"],
    [{ ...BERT, handle_chinese_chars: false, lowercase: false }, "É𠀀x", "É𠀀x"],
  ] as const)("changes texts as %j says", (normalizer, text, expected) => {
    expect(completeTokenizer({ model: MODEL, normalizer }, {}).normalizer?.normalize(text)).toBe(expected);
  });

  it("may leave out the parts that it has not, and name its unknown token in either file", () => {
    const model = { type: "WordLevel", vocab: { "[UNK]": 0, fox: 1 } };
    const rest = { model, pre_tokenizer: { type: "Whitespace" } };
    expect(completeTokenizer(rest, { unk_token: "[UNK]" }).encode("fox dog").ids).toEqual([1, 0]);
    const named = { ...rest, model: { ...model, unk_token: "[UNK]" } };
    expect(completeTokenizer(named, {}).encode("fox dog").ids).toEqual([1, 0]);
  });
});

describe("mergeWord", () => {
  const ranks = new Map([
    ["o ##x", 0],
    ["f ##o", 1],
    ["fo ##x</w>", 2],
    ["##o ##x</w>", 3],
  ]);
  const rankOf = (left: string, right: string): number | undefined => ranks.get(`${left} ${right}`);

  it("merges the pair of the lowest rank first, and drops the sign of its right part", () => {
    expect(mergeWord("fox", { prefix: "##", suffix: "</w>", rankOf })).toEqual(["fox</w>"]);
    expect(mergeWord("ox", { prefix: "##", suffix: "", rankOf })).toEqual(["ox"]);
    expect(mergeWord("xox", { prefix: "##", suffix: "</w>", rankOf })).toEqual(["x", "##ox</w>"]);
    expect(mergeWord("", { prefix: "##", suffix: "</w>", rankOf })).toEqual([]);
  });
});
