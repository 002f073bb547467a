/** What the tokenizers library lacks on the way from text to ids; without it, a model would be fed other tokens than it knows. */
import { completeNormalizers } from "./complete-normalizers.ts";
import { completePreTokenizers } from "./complete-pre-tokenizers.ts";
import { continuingPrefix, flatPreTokenizers } from "./decoder-steps.ts";
import { mergeWord } from "./merge-word.ts";
import { BPE, Tokenizer, Unigram } from "./tokenizers.ts";

/** Parts of a tokenizer.json that a writer may leave out where there are none. */
const ABSENT = {
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: null,
};

/** @throws {Error} if these are no tokenizer and no configuration of one. */
export function completeTokenizer(json: object, config: object): Tokenizer {
  const { model: written } = json as { readonly model?: { readonly unk_token?: unknown } | null };
  // Of a vocabulary of words the library reads this from the configuration only.
  const unknown = written?.unk_token === undefined ? {} : { unk_token: written.unk_token };
  const tokenizer = new Tokenizer({ ...ABSENT, ...json }, { ...unknown, ...config });
  const { model, normalizer, pre_tokenizer } = tokenizer;
  completeNormalizers(normalizer);
  completePreTokenizers(flatPreTokenizers(pre_tokenizer));
  if (model instanceof Unigram) fallBackToBytes(model);
  if (model instanceof BPE) mergeBehindPrefix(model);
  return tokenizer;
}

/** Pieces that a Unigram vocabulary lacks become their bytes where it has them all. */
function fallBackToBytes(model: Unigram): void {
  const { byte_fallback } = model.config as { readonly byte_fallback?: boolean };
  if (byte_fallback !== true) return;
  const encode = model.encode.bind(model);
  model.encode = (words) =>
    encode(words).flatMap((piece) => {
      if (model.tokens_to_ids.has(piece)) return [piece];
      const bytes = Array.from(new TextEncoder().encode(piece), byteToken);
      return bytes.every((byte) => model.tokens_to_ids.has(byte)) ? bytes : [piece];
    });
}

function byteToken(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
}

/** BPE whose tokens inside of words begin with a sign: `fo ##x` merge to `fox`. */
function mergeBehindPrefix(model: BPE): void {
  const prefix = continuingPrefix(model.config);
  if (prefix === "") return;
  const suffix = model.end_of_word_suffix ?? "";
  const rankOf = (left: string, right: string): number | undefined =>
    model.bpe_ranks.get(JSON.stringify([left, right]));
  model.bpe = (word) => mergeWord(word, { prefix, suffix, rankOf });
}
