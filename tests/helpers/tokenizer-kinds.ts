/** Tokenizers of every kind, small: a tokenizer.json as each family of models has it. */
import {
  around,
  BYTE_SIGNS,
  FALLBACK,
  file,
  LOW_LINE,
  numbered,
  pairs,
  PRINTABLE,
  WORDS,
  type Json,
} from "./tokenizer-parts.ts";

const BYTE_LEVEL = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
const behindBlank = WORDS.map((word) => ["\u0120", word]);

function gpt2(): Json {
  const { vocabulary, model } = pairs({
    special: ["<|endoftext|>"],
    alphabet: BYTE_SIGNS,
    words: [...WORDS.map((word) => Array.from(word)), ...behindBlank],
  });
  return file({ model, pre_tokenizer: BYTE_LEVEL, decoder: BYTE_LEVEL }, ["<|endoftext|>"], vocabulary);
}

function llama3(): Json {
  const special = ["<bos>", "<eos>"];
  const { vocabulary, model } = pairs({
    special,
    alphabet: BYTE_SIGNS,
    words: [...WORDS.map((word) => Array.from(word)), ...behindBlank],
  });
  const split = {
    type: "Split",
    pattern: {
      Regex:
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    },
    behavior: "Isolated",
    invert: false,
  };
  const parts = {
    model: { ...model, ignore_merges: true },
    pre_tokenizer: { type: "Sequence", pretokenizers: [split, { ...BYTE_LEVEL, use_regex: false }] },
    post_processor: {
      type: "Sequence",
      processors: [BYTE_LEVEL, around(["<bos>"], [], vocabulary)],
    },
    decoder: BYTE_LEVEL,
  };
  return file(parts, special, vocabulary);
}

/** Letters of a word whose last token says that it ends. */
function ending(letters: readonly string[]): string[] {
  return [...letters.slice(0, -1), `${letters.at(-1) ?? ""}</w>`];
}

function clip(): Json {
  const special = ["<start>", "<end>"];
  const { vocabulary, model } = pairs({
    special,
    alphabet: [...BYTE_SIGNS, ...BYTE_SIGNS.map((sign) => `${sign}</w>`)],
    words: [...WORDS, "'s"].map((word) => ending(Array.from(word))).concat([["z", "e", "b"]]),
  });
  const pattern = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
  const parts = {
    model: {
      ...model,
      unk_token: "<end>",
      continuing_subword_prefix: "",
      end_of_word_suffix: "</w>",
    },
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "NFC" },
        { type: "Replace", pattern: { Regex: "\\s+" }, content: " " },
        { type: "Lowercase" },
      ],
    },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: pattern }, behavior: "Removed", invert: true },
        BYTE_LEVEL,
      ],
    },
    post_processor: {
      type: "RobertaProcessing",
      sep: ["<end>", 1],
      cls: ["<start>", 0],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: BYTE_LEVEL,
  };
  return file(parts, special, vocabulary);
}

/** Words end in </w>, and letters are letters: XLM, GPT-1. */
function xlm(): Json {
  const special = ["<unk>", "</s>"];
  const { vocabulary, model } = pairs({
    special,
    alphabet: [...PRINTABLE, ...PRINTABLE.map((sign) => `${sign}</w>`)],
    words: WORDS.map((word) => ending(Array.from(word))).concat([["z", "e", "b"]]),
  });
  const parts = {
    model: { ...model, unk_token: "<unk>", end_of_word_suffix: "</w>" },
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: true,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: around(["</s>"], ["</s>"], vocabulary),
    decoder: { type: "BPEDecoder", suffix: "</w>" },
  };
  return file(parts, special, vocabulary);
}

/** Byte pairs that tell what is inside of a word. */
function insidePairs(): Json {
  const inside = (word: string): string[] =>
    Array.from(word, (letter, i) => (i === 0 ? letter : `@@${letter}`));
  const { vocabulary, model } = pairs({
    special: ["<unk>"],
    alphabet: [...PRINTABLE, ...PRINTABLE.map((sign) => `@@${sign}`)],
    words: WORDS.map(inside),
    prefix: "@@",
  });
  const parts = {
    model: { ...model, unk_token: "<unk>", continuing_subword_prefix: "@@" },
    pre_tokenizer: { type: "Whitespace" },
  };
  return file(parts, ["<unk>"], vocabulary);
}

const LLAMA_DECODERS = [
  { type: "Replace", pattern: { String: LOW_LINE }, content: " " },
  { type: "ByteFallback" },
  { type: "Fuse" },
];
const BLANKS_TO_LINES = { type: "Replace", pattern: { String: " " }, content: LOW_LINE };

function lowLinePairs(special: readonly string[], parts: Json): Json {
  const { vocabulary, model } = pairs({
    special,
    alphabet: [...FALLBACK, LOW_LINE, ...PRINTABLE],
    words: [...WORDS.map((word) => Array.from(word)), ...WORDS.map((word) => [LOW_LINE, word])],
  });
  const own = { ...model, unk_token: "<unk>", fuse_unk: true, byte_fallback: true };
  return file(
    { model: own, post_processor: around([special[1] ?? ""], [], vocabulary), ...parts },
    special,
    vocabulary,
  );
}

function llama2(): Json {
  return lowLinePairs(["<unk>", "<s>", "</s>"], {
    normalizer: {
      type: "Sequence",
      normalizers: [{ type: "Prepend", prepend: LOW_LINE }, BLANKS_TO_LINES],
    },
    decoder: {
      type: "Sequence",
      decoders: [...LLAMA_DECODERS, { type: "Strip", content: " ", start: 1, stop: 0 }],
    },
  });
}

function gemma(): Json {
  return lowLinePairs(["<unk>", "<bos>", "<eos>"], {
    normalizer: BLANKS_TO_LINES,
    pre_tokenizer: {
      type: "Split",
      pattern: { String: " " },
      behavior: "MergedWithPrevious",
      invert: false,
    },
    decoder: { type: "Sequence", decoders: LLAMA_DECODERS },
  });
}

function unigram(
  special: readonly string[],
  pieces: readonly string[],
  parts: Json,
  byteFallback = false,
): Json {
  const all = [...new Set([...special, ...pieces])];
  const vocab = all.map((piece) => [piece, special.includes(piece) ? 0 : -10 + Math.min(piece.length, 8)]);
  const vocabulary = numbered(all);
  return file(
    {
      model: { type: "Unigram", unk_id: vocabulary.get("<unk>") ?? 0, vocab, byte_fallback: byteFallback },
      post_processor: around([], ["</s>"], vocabulary),
      ...parts,
    },
    special,
    vocabulary,
  );
}

const METASPACE = { type: "Metaspace", replacement: LOW_LINE, prepend_scheme: "always", split: true };
const PIECES = [
  LOW_LINE,
  ...PRINTABLE,
  ...WORDS.map((word) => LOW_LINE + word),
  ...WORDS,
  ...["s", "a", "."].map((word) => LOW_LINE + word),
];

function t5(): Json {
  return unigram(["<pad>", "</s>", "<unk>"], PIECES, {
    normalizer: { type: "NFKC" },
    pre_tokenizer: METASPACE,
    decoder: METASPACE,
  });
}

function umt5(): Json {
  return unigram(
    ["<pad>", "</s>", "<unk>"],
    [...FALLBACK, ...PIECES],
    {
      normalizer: { type: "NFKC" },
      pre_tokenizer: METASPACE,
      decoder: { type: "Sequence", decoders: [{ type: "ByteFallback" }, METASPACE] },
    },
    true,
  );
}

/** Bytes as letters of a Unigram vocabulary; the file says nothing about decoding. */
function byteUnigram(): Json {
  return unigram(["<unk>", "</s>"], [...BYTE_SIGNS, ...WORDS.map((word) => `\u0120${word}`)], {
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [{ type: "Digits", individual_digits: true }, BYTE_LEVEL],
    },
  });
}

/** Another sign for blanks, and none before the first word. */
function underscore(): Json {
  const metaspace = { type: "Metaspace", replacement: "_", prepend_scheme: "never", split: true };
  const signs = PIECES.map((piece) => piece.replace(LOW_LINE, "_")).filter((piece) => piece !== "");
  return unigram(["<unk>", "</s>"], signs, { pre_tokenizer: metaspace, decoder: metaspace });
}

function pieces(prefix: string, parts: Json): Json {
  const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
  const han = ["狐", "狸"];
  const vocabulary = numbered([
    ...special,
    ...PRINTABLE,
    ...PRINTABLE.map((sign) => prefix + sign),
    ...WORDS,
    ...["ra", "s"].map((end) => prefix + end),
    ...han,
  ]);
  const bert = {
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: prefix,
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary),
    },
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: around(["[CLS]"], ["[SEP]"], vocabulary),
    decoder: { type: "WordPiece", prefix, cleanup: true },
  };
  return file({ ...bert, ...parts }, special, vocabulary);
}

/** Every character is a token: CANINE, ByT5 and their like. */
function characters(): Json {
  const vocabulary = numbered(["<unk>", " ", "\n", ...PRINTABLE]);
  const parts = {
    model: { type: "WordLevel", vocab: Object.fromEntries(vocabulary), unk_token: "<unk>" },
    pre_tokenizer: { type: "Split", pattern: { Regex: "[\\s\\S]" }, behavior: "Isolated", invert: false },
  };
  return file(parts, ["<unk>"], vocabulary);
}

/** Letters of speech: a bar is a blank. */
function speech(): Json {
  const vocabulary = numbered(["<pad>", "<unk>", "|", ...Array.from("abcdefghijklmnopqrstuvwxyz'")]);
  const parts = {
    model: { type: "WordLevel", vocab: Object.fromEntries(vocabulary), unk_token: "<unk>" },
    normalizer: { type: "Replace", pattern: { String: " " }, content: "|" },
    pre_tokenizer: { type: "Split", pattern: { Regex: "[\\s\\S]" }, behavior: "Isolated", invert: false },
    decoder: { type: "CTC", pad_token: "<pad>", word_delimiter_token: "|", cleanup: true },
  };
  return file(parts, ["<pad>", "<unk>"], vocabulary);
}

/** Whole words, told apart by blanks and signs. */
function words(): Json {
  const vocabulary = numbered(["[UNK]", ...WORDS, ...PRINTABLE]);
  const model = { type: "WordLevel", vocab: Object.fromEntries(vocabulary), unk_token: "[UNK]" };
  return file({ model, pre_tokenizer: { type: "Whitespace" } }, ["[UNK]"], vocabulary);
}

/** By what they are known for. */
export const TOKENIZER_KINDS = {
  "GPT-2": gpt2,
  "Llama 3": llama3,
  CLIP: clip,
  XLM: xlm,
  "BPE with a sign inside of words": insidePairs,
  "Llama 2": llama2,
  Gemma: gemma,
  T5: t5,
  umT5: umt5,
  "Unigram of bytes": byteUnigram,
  "Metaspace as underscore": underscore,
  BERT: () => pieces("##", {}),
  "ELECTRA without decoder": () => pieces("##", { decoder: null }),
  "WordPiece with another prefix": () =>
    pieces("~", { decoder: { type: "WordPiece", prefix: "~", cleanup: false } }),
  characters,
  speech,
  words,
} as const satisfies Readonly<Record<string, () => Json>>;

export type TokenizerKind = keyof typeof TOKENIZER_KINDS;
