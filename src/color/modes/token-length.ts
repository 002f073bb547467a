import { isByteText } from "#atlas/tokens/byte-text.ts";
import { numberMode } from "../number-mode.ts";

/** A few very long tokens would wash out all others, so the range ends here. */
const LONGEST = 12;

export const tokenLengthMode = numberMode(
  {
    name: "length",
    title: "Token length",
    explanation: "Number of letters and signs of a token; special tokens are gray.",
    group: "token",
    unit: "text",
  },
  ({ tokens }) => {
    const lengths = tokens.vocab.map(lengthOf);
    const longest = tokens.ids.reduce(
      (most, id, token) => (tokens.special[token] ? most : Math.max(most, lengths[id]!)),
      1,
    );
    return {
      value: (token) => (tokens.special[token] ? NaN : lengths[tokens.ids[token]!]!),
      min: 1,
      max: Math.min(LONGEST, longest),
      low: "1 letter",
      high: longest > LONGEST ? `${LONGEST} and more` : String(longest),
      ...(tokens.special.includes(1) ? { without: "special tokens" } : {}),
    };
  },
);

/** By code points: an emoji or a rare Chinese character is one letter, not two, and so are bytes of it. */
function lengthOf(text: string): number {
  return isByteText(text) ? 1 : Array.from(text.trim()).length;
}
