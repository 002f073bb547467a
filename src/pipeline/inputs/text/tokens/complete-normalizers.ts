/** Where the library changes texts otherwise than the tokenizers that models are trained with, they are changed as those do. */
import { BertNormalizer, LowercaseNormalizer, SequenceNormalizer, type Normalizer } from "./tokenizers.ts";

/** Changes what these do, in place. */
export function completeNormalizers(normalizer: Normalizer | null): void {
  if (normalizer instanceof SequenceNormalizer) {
    for (const entry of normalizer.normalizers) completeNormalizers(entry);
  }
  if (normalizer instanceof LowercaseNormalizer) normalizer.normalize = lowercase;
  if (normalizer instanceof BertNormalizer) {
    const { lowercase: lowers, handle_chinese_chars: isolates } = normalizer.config;
    const normalize = normalizer.normalize.bind(normalizer);
    normalizer.normalize = (text) => {
      const spaced = isolates === true ? text.replaceAll(RARE_HAN, " $& ") : text;
      return normalize(lowers === true ? lowercase(spaced) : spaced);
    };
  }
}

/** Letter by letter: a Σ that ends a word is σ like any other. */
function lowercase(text: string): string {
  return Array.from(text, (letter) => letter.toLowerCase()).join("");
}

/** Chinese characters of two UTF-16 units, which the library leaves in their word. */
const RARE_HAN = /[\u{20000}-\u{2a6df}\u{2a700}-\u{2b81d}\u{2b820}-\u{2cea1}\u{2f800}-\u{2fa1f}]/gu;
