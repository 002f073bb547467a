import { describe, expect, it } from "vitest";
import { completeTokenizer } from "#pipeline/inputs/tokens/complete-tokenizer.ts";
import { mergeWord } from "#pipeline/inputs/tokens/merge-word.ts";
import { TOKENIZER_KINDS, type TokenizerKind } from "../../../../helpers/tokenizer-kinds.ts";

const tokensOf = (kind: TokenizerKind, text: string): string[] => {
  const tokenizer = completeTokenizer(TOKENIZER_KINDS[kind](), {});
  return tokenizer.encode(text).ids.map((id) => tokenizer.id_to_token(id) ?? "");
};

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
