/** Where the library cuts texts otherwise than the tokenizers that models are trained with, they are cut as those do. */
import { readBehavior, splitText } from "./split-text.ts";
import {
  DigitsPreTokenizer,
  PunctuationPreTokenizer,
  SplitPreTokenizer,
  WhitespacePreTokenizer,
  type PreTokenizer,
} from "./tokenizers.ts";

/** Letters of any script, marks, digits and what joins them: what a regular expression of Rust means by `\\w`. */
const WORD = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d";
const WORDS = new RegExp(`[${WORD}]+|[^${WORD}\\s]+`, "gu");
/** Signs of ASCII count, whatever Unicode calls them. */
const PUNCTUATION = /[\p{P}!-/:-@[-`{-~]/gu;
const [DIGIT, DIGITS] = [/\p{N}/gu, /\p{N}+/gu];

/** Changes how these cut, in place. */
export function completePreTokenizers(preTokenizers: readonly PreTokenizer[]): void {
  for (const entry of preTokenizers) {
    const cut = cutterOf(entry);
    if (cut !== undefined) entry.pre_tokenize_text = cut;
  }
}

function cutterOf(entry: PreTokenizer): ((text: string) => string[]) | undefined {
  // The library knows words of English only.
  if (entry instanceof WhitespacePreTokenizer) return (text) => text.match(WORDS) ?? [];
  if (entry instanceof DigitsPreTokenizer) {
    const pattern = entry.config.individual_digits === true ? DIGIT : DIGITS;
    return (text) => splitText(text, pattern, "isolated");
  }
  // And it isolates what other behaviors merge or remove.
  if (entry instanceof PunctuationPreTokenizer) {
    const behavior = readBehavior(entry.config.behavior ?? "Isolated");
    return behavior && ((text) => splitText(text, PUNCTUATION, behavior));
  }
  if (entry instanceof SplitPreTokenizer) {
    const { pattern, config } = entry;
    const behavior = readBehavior(config.behavior);
    if (pattern === null || behavior === undefined) return undefined;
    return (text) => splitText(text, pattern, behavior, config.invert);
  }
  return undefined;
}
