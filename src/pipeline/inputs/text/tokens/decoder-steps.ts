/** A tokenizer's decoder as steps that each take one token: the library's own where they work token by token. */
import { byteLevelBytes, fallbackByte } from "./byte-signs.ts";
import type { TokenPart } from "./token-part.ts";
import {
  BPE,
  BPEDecoder,
  ByteFallbackDecoder,
  ByteLevelDecoder,
  ByteLevelPreTokenizer,
  CTCDecoder,
  FuseDecoder,
  MetaspaceDecoder,
  MetaspacePreTokenizer,
  SequenceDecoder,
  SequencePreTokenizer,
  StripDecoder,
  Unigram,
  WordPiece,
  WordPieceDecoder,
  type Decoder,
  type PreTokenizer,
  type Tokenizer,
} from "./tokenizers.ts";

export interface DecoderSteps {
  /** What a token of the vocabulary stands for, as it stands in the middle of a text. */
  readonly decode: (token: string) => TokenPart;
  /** How a word that is no token of the vocabulary's own, such as [CLS], stands in the middle of a text. */
  readonly asWord: (word: string) => string;
  /** Whether a word is told by having no sign that it goes on. */
  readonly marksWords: boolean;
  /** Whether blanks are left out even against the text: “dog .” is “dog.”. */
  readonly tidies: boolean;
}

/** Vocabularies of SentencePiece write a blank so. */
const LOW_LINE = "\u2581";

export function decoderSteps(tokenizer: Tokenizer): DecoderSteps {
  const decoders = withImplied(flatDecoders(tokenizer.decoder), tokenizer);
  const words = decoders.filter((decoder) => decoder instanceof WordPieceDecoder);
  const steps = perToken(decoders).map(stepOf);
  return {
    decode: (token) =>
      steps.reduce<TokenPart>((part, step) => (typeof part === "string" ? step(part) : part), token),
    asWord: (word) => words.reduce((text, decoder) => wordPiece(decoder, text), word),
    marksWords: words.length > 0,
    tidies: words.some(({ cleanup }) => cleanup === true),
  };
}

function flatDecoders(decoder: Decoder | null): Decoder[] {
  if (decoder instanceof SequenceDecoder) return decoder.decoders.flatMap(flatDecoders);
  return decoder === null ? [] : [decoder];
}

/** Those of a sequence, one by one. */
export function flatPreTokenizers(preTokenizer: PreTokenizer | null): PreTokenizer[] {
  if (preTokenizer instanceof SequencePreTokenizer) return preTokenizer.tokenizers.flatMap(flatPreTokenizers);
  return preTokenizer === null ? [] : [preTokenizer];
}

/** Adds what a file leaves out, though its model or its pre-tokenizer makes it necessary. */
function withImplied(decoders: readonly Decoder[], { model, pre_tokenizer }: Tokenizer): Decoder[] {
  const has = (kind: abstract new (...all: never[]) => Decoder): boolean =>
    decoders.some((decoder) => decoder instanceof kind);
  const before = flatPreTokenizers(pre_tokenizer);
  const metaspace = before.find((entry) => entry instanceof MetaspacePreTokenizer);
  const isPieces = model instanceof BPE || model instanceof Unigram;
  const all = [...decoders];
  if (before.some((entry) => entry instanceof ByteLevelPreTokenizer)) {
    if (!has(ByteLevelDecoder)) all.push(new ByteLevelDecoder({ type: "ByteLevel" }));
  } else if (metaspace ? !has(MetaspaceDecoder) : decoders.length === 0 && isPieces && hasLowLines(model)) {
    // A Replace of the decoder may have done it already; then there is nothing left to replace.
    all.push(new MetaspaceDecoder({ type: "Metaspace", replacement: metaspace?.replacement ?? LOW_LINE }));
  }
  const { byte_fallback } = (model?.config ?? {}) as { readonly byte_fallback?: boolean };
  if (isPieces && byte_fallback === true && !has(ByteFallbackDecoder)) {
    all.unshift(new ByteFallbackDecoder({ type: "ByteFallback" }));
  }
  // A pre-tokenizer that keeps blanks leaves nothing to add; one that drops them makes words.
  const keepsBlanks = pre_tokenizer?.pre_tokenize("a a").join("").includes(" ") ?? true;
  if (all.length > 0 || isPieces || keepsBlanks) return all;
  const prefix = model instanceof WordPiece ? continuingPrefix(model.config) : "";
  return [new WordPieceDecoder({ type: "WordPiece", prefix, cleanup: true })];
}

function hasLowLines({ vocab }: BPE | Unigram): boolean {
  return vocab.some((token) => token.startsWith(LOW_LINE));
}

/** What stands before all tokens of a word but its first; "" for nothing. */
export function continuingPrefix(config: object): string {
  return (config as { continuing_subword_prefix?: string | null }).continuing_subword_prefix ?? "";
}

/** Without what works on the text as a whole. */
function perToken(decoders: readonly Decoder[]): Decoder[] {
  const joins = (decoder: Decoder): boolean =>
    decoder instanceof FuseDecoder || decoder instanceof ByteLevelDecoder || decoder instanceof CTCDecoder;
  const joined = decoders.findIndex(joins);
  // Once tokens are joined, what is stripped are the ends of the text.
  return decoders.filter((decoder, i) => !(decoder instanceof StripDecoder && joined >= 0 && i > joined));
}

function stepOf(decoder: Decoder): (token: string) => TokenPart {
  if (decoder instanceof ByteLevelDecoder) return byteLevelBytes;
  if (decoder instanceof ByteFallbackDecoder) return fallbackByte;
  if (decoder instanceof WordPieceDecoder) return (token) => wordPiece(decoder, token);
  if (decoder instanceof CTCDecoder) {
    const sign = decoder.word_delimiter_token;
    return (token) => (sign === "" ? token : token.replaceAll(sign, " "));
  }
  // Where a word ends is known before the first step; joining changes no token.
  if (decoder instanceof BPEDecoder || decoder instanceof FuseDecoder) return (token) => token;
  return (token) => inside(decoder, token);
}

/** A token as it is decoded behind another one: the first of a text loses its blank. */
function inside(decoder: Decoder, token: string): string {
  return decoder.decode_chain(["", token]).slice(1).join("");
}

function wordPiece(decoder: WordPieceDecoder, token: string): string {
  // A token of blanks is no word, and a token that is nothing but the prefix is one.
  if (token.trim() === "") return token;
  return token === decoder.config.prefix ? ` ${token}` : inside(decoder, token);
}
