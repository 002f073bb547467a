/** Trains a byte-level BPE tokenizer, like GPT-2's, on the project's own text. */
import { BYTE_LETTERS, toByteLetters } from "./byte-alphabet.ts";
import { countPieces } from "./count-words.ts";
import { mergePairs } from "./merge-pairs.ts";
import { specialToken, type TokenizerFiles } from "./tokenizer-files.ts";

/** Precedes the first token of every sequence, and separates the rows of the training text. */
export const END_OF_TEXT = "<|endoftext|>";

/** How GPT-2 splits text before encoding it: words with the space before them, numbers, punctuation. */
const PIECES = /'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** Ids: 0 for the special token, 1 to 256 for bytes, then the merges in order. */
export function trainBpe(texts: Iterable<string>, vocabularySize: number, maxLength: number): TokenizerFiles {
  const pieces = countPieces(texts, (text) => text.match(PIECES) ?? []);
  const merges = mergePairs(
    pieces.map(([piece, count]) => ({ symbols: toByteLetters(piece), count })),
    { count: vocabularySize - 257, worth: (pair) => pair, join: (left, right) => left + right, rarest: 2 },
  );
  const tokens = [END_OF_TEXT, ...BYTE_LETTERS, ...merges.map(([left, right]) => left + right)];
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    tokenizer: {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: [specialToken(0, END_OF_TEXT)],
      normalizer: null,
      pre_tokenizer: byteLevel,
      post_processor: {
        type: "TemplateProcessing",
        single: [{ SpecialToken: { id: END_OF_TEXT, type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
        pair: [
          { SpecialToken: { id: END_OF_TEXT, type_id: 0 } },
          { Sequence: { id: "A", type_id: 0 } },
          { Sequence: { id: "B", type_id: 1 } },
        ],
        special_tokens: { [END_OF_TEXT]: { id: END_OF_TEXT, ids: [0], tokens: [END_OF_TEXT] } },
      },
      decoder: byteLevel,
      model: {
        type: "BPE",
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
        merges: merges.map((pair) => pair.join(" ")),
      },
    },
    config: {
      tokenizer_class: "GPT2Tokenizer",
      model_max_length: maxLength,
      bos_token: END_OF_TEXT,
      eos_token: END_OF_TEXT,
      unk_token: END_OF_TEXT,
      pad_token: END_OF_TEXT,
      add_prefix_space: false,
      clean_up_tokenization_spaces: false,
    },
  };
}
