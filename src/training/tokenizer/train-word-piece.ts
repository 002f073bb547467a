/** Trains a WordPiece tokenizer, like that of uncased BERT, on the project's own text. */
import { countPieces } from "./count-words.ts";
import { mergePairs } from "./merge-pairs.ts";
import { specialToken, type TokenizerFiles } from "./tokenizer-files.ts";

const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] as const;

/** How BERT splits text: into words and single punctuation marks. */
const PIECES = /[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu;

const INSIDE = "##";

/** Characters that can be written without [UNK] even if the training text lacks them. */
const ALPHABET = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i)).filter(
  (letter) => letter === letter.toLowerCase(),
);

/** Ids: special tokens, letters and marks, letters and digits inside words, then the merges in order. */
export function trainWordPiece(
  texts: Iterable<string>,
  vocabularySize: number,
  maxLength: number,
): TokenizerFiles {
  const pieces = countPieces(texts, (text) => text.toLowerCase().match(PIECES) ?? []);
  const inside = ALPHABET.filter((letter) => /[a-z\d]/.test(letter)).map((letter) => INSIDE + letter);
  const alphabet = [...SPECIAL, ...ALPHABET, ...inside];
  const join = (left: string, right: string): string => left + right.slice(INSIDE.length);
  const merges = mergePairs(
    pieces.map(([piece, count]) => ({
      symbols: Array.from(piece, (letter, i) => (i === 0 ? letter : INSIDE + letter)),
      count,
    })),
    { count: vocabularySize - alphabet.length, worth: (pair) => pair, join, rarest: 2 },
  );
  // Two merges can make the same piece, which is one token.
  const tokens = [...new Set([...alphabet, ...merges.map(([left, right]) => join(left, right))])];
  return {
    tokenizer: {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: SPECIAL.map((content, id) => specialToken(id, content)),
      normalizer: {
        type: "BertNormalizer",
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: null,
        lowercase: true,
      },
      pre_tokenizer: { type: "BertPreTokenizer" },
      post_processor: bertTemplate(),
      decoder: { type: "WordPiece", prefix: INSIDE, cleanup: true },
      model: {
        type: "WordPiece",
        unk_token: "[UNK]",
        continuing_subword_prefix: INSIDE,
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      },
    },
    config: {
      tokenizer_class: "BertTokenizer",
      model_max_length: maxLength,
      do_lower_case: true,
      cls_token: "[CLS]",
      sep_token: "[SEP]",
      mask_token: "[MASK]",
      pad_token: "[PAD]",
      unk_token: "[UNK]",
      tokenize_chinese_chars: true,
      strip_accents: null,
      clean_up_tokenization_spaces: true,
    },
  };
}

/** [CLS] a [SEP], and [CLS] a [SEP] b [SEP]. */
function bertTemplate(): Readonly<Record<string, unknown>> {
  const special = (id: string, typeId = 0): object => ({ SpecialToken: { id, type_id: typeId } });
  const sequence = (id: string, typeId: number): object => ({ Sequence: { id, type_id: typeId } });
  const single = [special("[CLS]"), sequence("A", 0), special("[SEP]")];
  return {
    type: "TemplateProcessing",
    single,
    pair: [...single, sequence("B", 1), special("[SEP]", 1)],
    special_tokens: Object.fromEntries(
      ["[CLS]", "[SEP]"].map((token) => [
        token,
        { id: token, ids: [SPECIAL.findIndex((name) => name === token)], tokens: [token] },
      ]),
    ),
  };
}
