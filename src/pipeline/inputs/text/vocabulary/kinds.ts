/** Tokenizers that can be made of their vocabulary exactly, by the class or the model that has them. */
import type { JsonObject } from "../../json-object.ts";

/** The roles of special tokens, in the order in which tokenizers add them. */
export const ROLES = [
  "bos_token",
  "eos_token",
  "unk_token",
  "sep_token",
  "pad_token",
  "cls_token",
  "mask_token",
] as const;
export type Role = (typeof ROLES)[number];

export interface VocabularyKind {
  /** Pieces of words in vocab.txt; or bytes that merge, in vocab.json and merges.txt. */
  readonly vocabulary: "pieces" | "bytes";
  /** Special tokens that the tokenizer has unless its files name others. */
  readonly special: Readonly<Partial<Record<Role, string>>>;
  /** Tokens around every text. */
  readonly before?: Role;
  readonly after?: Role;
  /** Whether the mask takes the blank before it. */
  readonly hasOpenMask?: boolean;
  /** Whether the last merge counts although no line break follows; other classes leave it out without a word. */
  readonly takesLastMerge?: boolean;
  /** Parts of tokenizer.json that its vocabulary does not tell. @param config Of tokenizer_config.json. */
  readonly parts: (config: JsonObject) => TokenizerParts;
}

export interface TokenizerParts {
  readonly normalizer: JsonObject | null;
  readonly pre_tokenizer: JsonObject;
  readonly decoder: JsonObject;
  /** Further fields of its model. */
  readonly model?: JsonObject;
}

const BYTES = { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true };

const flag = (config: JsonObject, key: string, byDefault: boolean): boolean => {
  const value = config[key];
  return typeof value === "boolean" ? value : byDefault;
};

const pieces = (config: JsonObject): TokenizerParts => ({
  normalizer: {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: flag(config, "tokenize_chinese_chars", true),
    strip_accents: typeof config["strip_accents"] === "boolean" ? config["strip_accents"] : null,
    lowercase: flag(config, "do_lower_case", true),
  },
  pre_tokenizer: { type: "BertPreTokenizer" },
  decoder: { type: "WordPiece", prefix: "##", cleanup: true },
});

const bytes = (config: JsonObject): TokenizerParts => ({
  normalizer: null,
  pre_tokenizer: { ...BYTES, add_prefix_space: flag(config, "add_prefix_space", false) },
  decoder: BYTES,
});

/** How a text is cut before its pieces become bytes. */
const split = (pattern: string, behavior: string, invert: boolean): JsonObject => ({
  type: "Split",
  pattern: { Regex: pattern },
  behavior,
  invert,
});

const bert: VocabularyKind = {
  vocabulary: "pieces",
  special: {
    unk_token: "[UNK]",
    sep_token: "[SEP]",
    pad_token: "[PAD]",
    cls_token: "[CLS]",
    mask_token: "[MASK]",
  },
  before: "cls_token",
  after: "sep_token",
  parts: pieces,
};

const mpnet: VocabularyKind = {
  ...bert,
  special: {
    ...{ bos_token: "<s>", eos_token: "</s>", unk_token: "[UNK]", sep_token: "</s>" },
    ...{ pad_token: "<pad>", cls_token: "<s>", mask_token: "<mask>" },
  },
  hasOpenMask: true,
};

const END = "<|endoftext|>";
const gpt2: VocabularyKind = {
  vocabulary: "bytes",
  special: { bos_token: END, eos_token: END, unk_token: END },
  parts: bytes,
};

const roberta: VocabularyKind = {
  vocabulary: "bytes",
  special: { ...mpnet.special, unk_token: "<unk>" },
  before: "cls_token",
  after: "sep_token",
  hasOpenMask: true,
  parts: bytes,
};

const clip: VocabularyKind = {
  vocabulary: "bytes",
  special: { bos_token: "<|startoftext|>", eos_token: END, unk_token: END, pad_token: END },
  before: "bos_token",
  after: "eos_token",
  takesLastMerge: true,
  parts: () => ({
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
        split("'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+", "Removed", true),
        { ...BYTES, add_prefix_space: false },
      ],
    },
    decoder: BYTES,
    model: { end_of_word_suffix: "</w>", unk_token: END },
  }),
};

const QWEN =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const qwen2: VocabularyKind = {
  vocabulary: "bytes",
  special: { eos_token: END, unk_token: END, pad_token: END },
  takesLastMerge: true,
  parts: (config) => ({
    normalizer: { type: "NFC" },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        split(QWEN, "Isolated", false),
        { ...BYTES, add_prefix_space: flag(config, "add_prefix_space", false), use_regex: false },
      ],
    },
    decoder: BYTES,
  }),
};

/** By `tokenizer_class`, without “Fast”, and by `model_type`. */
const KINDS: readonly (readonly [kind: VocabularyKind, classes: string, models: string])[] = [
  [
    bert,
    "Bert DistilBert Electra MobileBert ConvBert SqueezeBert LayoutLM Lxmert",
    "bert distilbert electra mobilebert convbert squeezebert layoutlm lxmert visual_bert",
  ],
  [mpnet, "MPNet", "mpnet"],
  [gpt2, "GPT2", "gpt2 gpt_neo gptj opt codegen"],
  [roberta, "Roberta Bart Longformer LED", "roberta bart longformer led"],
  [clip, "CLIP", "clip clip_text_model"],
  [qwen2, "Qwen2", "qwen2 qwen2_moe qwen3 qwen3_moe"],
];

/** @param tokenizerClass As tokenizer_config.json names it; it comes before the model. @returns undefined if it is not known. */
export function kindOf(tokenizerClass: unknown, modelType: unknown): VocabularyKind | undefined {
  const isNamed = typeof tokenizerClass === "string" && !tokenizerClass.startsWith("PreTrainedTokenizer");
  const name = isNamed ? tokenizerClass.replace(/Tokenizer(?:Fast)?$/, "") : modelType;
  if (typeof name !== "string") return undefined;
  return KINDS.find(([, classes, models]) => (isNamed ? classes : models).split(" ").includes(name))?.[0];
}
