import { Tokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { trainingRows } from "../../../../src/training/data/text/rows.ts";
import { merged, mergePairs } from "../../../../src/training/tokenizer/merge-pairs.ts";
import { toByteLetters } from "../../../../src/training/tokenizer/byte-alphabet.ts";
import { trainBpe } from "../../../../src/training/tokenizer/train-bpe.ts";
import { trainWordPiece } from "../../../../src/training/tokenizer/train-word-piece.ts";
import type { TokenizerFiles } from "../../../../src/training/tokenizer/tokenizer-files.ts";

interface Model {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges?: readonly string[];
}

const modelOf = (files: TokenizerFiles): Model => files.tokenizer["model"] as Model;
const open = ({ tokenizer, config }: TokenizerFiles): Tokenizer => new Tokenizer(tokenizer, config);

let rows: string[];
let bpe: TokenizerFiles;
let wordPiece: TokenizerFiles;

beforeAll(() => {
  rows = trainingRows(1, 3000);
  bpe = trainBpe(rows, 700, 128);
  wordPiece = trainWordPiece(rows, 500, 96);
});

describe("merging pairs", () => {
  it("merges the most frequent neighbors first, by hand", () => {
    const pieces = [
      { symbols: ["a", "b", "c"], count: 3 },
      { symbols: ["b", "c"], count: 2 },
      { symbols: ["a", "a", "a"], count: 1 },
    ];
    const options = { worth: (pair: number) => pair, join: (l: string, r: string) => l + r, rarest: 1 };
    expect(mergePairs(pieces, { ...options, count: 3 })).toEqual([
      ["b", "c"],
      ["a", "bc"],
      ["a", "a"],
    ]);
    expect(mergePairs(pieces, { ...options, count: 9, rarest: 3 })).toHaveLength(2);
  });

  it("takes runs of the same symbol from the left, as an encoder does", () => {
    expect(merged(["a", "a", "a"], "a", "a", "aa")).toEqual(["aa", "a"]);
  });
});

describe("the byte-level BPE tokenizer", () => {
  it("is as large as asked, and the same for the same text", () => {
    expect(Object.keys(modelOf(bpe).vocab)).toHaveLength(700);
    expect(trainBpe(rows, 700, 128)).toEqual(bpe);
  });

  it("gives every text back that it encodes, in whatever script", () => {
    const tokenizer = open(bpe);
    const same = (text: string): void => {
      const { ids } = tokenizer.encode(text);
      expect(ids[0]).toBe(0);
      expect(tokenizer.decode(ids, { skip_special_tokens: true })).toBe(text);
    };
    for (const row of trainingRows(2, 300)) same(row);
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), same), {
      examples: [["Fräulein 🐕 \n x"], [""]],
    });
  });

  it("encodes as its merges say, in their order, word by word", () => {
    const tokenizer = open(bpe);
    const { vocab, merges = [] } = modelOf(bpe);
    for (const word of trainingRows(3, 200)
      .join(" ")
      .match(/ [a-z]+/g)!) {
      let symbols = toByteLetters(word);
      for (const merge of merges) {
        const [left, right] = merge.split(" ") as [string, string];
        symbols = merged(symbols, left, right, left + right);
      }
      expect(tokenizer.encode(word).ids.slice(1), word).toEqual(symbols.map((symbol) => vocab[symbol]));
    }
  });
});

describe("the WordPiece tokenizer", () => {
  it("is at most as large as asked, and the same for the same text", () => {
    const size = Object.keys(modelOf(wordPiece).vocab).length;
    expect(size).toBeLessThanOrEqual(500);
    expect(size).toBeGreaterThan(480);
    expect(trainWordPiece(rows, 500, 96)).toEqual(wordPiece);
  });

  it("has no unknown word in the text it was made for, and puts CLS and SEP around it", () => {
    const tokenizer = open(wordPiece);
    for (const row of trainingRows(2, 300)) {
      const { tokens } = tokenizer.encode(row);
      expect(tokens[0]).toBe("[CLS]");
      expect(tokens.at(-1)).toBe("[SEP]");
      expect(tokens).not.toContain("[UNK]");
      expect(
        tokens
          .slice(1, -1)
          .map((token) => token.replace("##", ""))
          .join(""),
      ).toBe(row.toLowerCase().replaceAll(" ", ""));
    }
  });

  it("takes the longest piece that fits, word by word", () => {
    const tokenizer = open(wordPiece);
    const { vocab } = modelOf(wordPiece);
    for (const word of new Set(
      trainingRows(3, 200)
        .join(" ")
        .toLowerCase()
        .match(/[a-z]+/g),
    )) {
      const pieces: string[] = [];
      for (let at = 0; at < word.length;) {
        const prefix = at === 0 ? "" : "##";
        const end = Array.from({ length: word.length - at }, (_, i) => word.length - i).find(
          (stop) => prefix + word.slice(at, stop) in vocab,
        )!;
        pieces.push(prefix + word.slice(at, end));
        at = end;
      }
      expect(tokenizer.encode(word).tokens.slice(1, -1)).toEqual(pieces);
    }
  });
});
