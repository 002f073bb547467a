/** What a token is made of. */
import { isByteText } from "#atlas/tokens/byte-text.ts";
import { categoryMode } from "../category-mode.ts";
import { NEUTRAL } from "../palette.ts";

const WORD = { key: "word", label: "words and parts of words" };
const NUMBER = { key: "number", label: "numbers" };
const PUNCTUATION = { key: "punctuation", label: "punctuation and signs" };
const BYTES = { key: "bytes", label: "bytes of a character" };
const SPECIAL = { key: "special", label: "special tokens", color: NEUTRAL };

export const tokenKindMode = categoryMode(
  {
    name: "punctuation",
    title: "Word or punctuation",
    explanation: "What the text of a token is made of.",
    group: "token",
    onSheets: true,
    unit: "text",
  },
  ({ tokens }) => {
    const ofVocab = tokens.vocab.map(textKind);
    const kinds = [
      WORD,
      PUNCTUATION,
      NUMBER,
      ...(tokens.special.includes(1) ? [SPECIAL] : []),
      ...(ofVocab.includes(BYTES) ? [BYTES] : []),
    ];
    const ofText = ofVocab.map((kind) => kinds.indexOf(kind));
    return {
      kinds,
      of: (token) => (tokens.special[token] ? kinds.indexOf(SPECIAL) : ofText[tokens.ids[token]!]!),
    };
  },
);

/** A letter makes a word of anything: `1st` and `don't` are words, `3.5` is a number, `…` and blanks are signs. */
export function textKind(text: string): typeof WORD {
  if (isByteText(text)) return BYTES;
  if (/\p{L}/u.test(text)) return WORD;
  return /\p{N}/u.test(text) ? NUMBER : PUNCTUATION;
}
