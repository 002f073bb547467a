/** Where a token stands in its sequence: as a count, as a share of the sequence, and as a rhythm of five. */
import { ownSpan, positionOf, sequenceLengths, type TokenTable } from "#atlas/tokens/tokens.ts";
import { categoryMode } from "../category-mode.ts";
import { numberMode } from "../number-mode.ts";

/** Long sequences would wash out the short ones, so the range ends here. */
const LAST = 40;
const RHYTHM = 5;

export const positionMode = numberMode(
  {
    name: "position",
    title: "Position",
    explanation: "The number of tokens before a token in its sequence.",
    group: "token",
    onSheets: true,
  },
  ({ tokens }) => {
    const longest = sequenceLengths(tokens).reduce((a, b) => Math.max(a, b), 0);
    const max = Math.max(0, Math.min(LAST, longest - 1));
    return {
      value: (token) => positionOf(tokens, token),
      min: 0,
      max,
      low: "0",
      // Before the tokens are loaded, nothing is known of the longest sequence.
      high: max === LAST ? `${LAST} and later` : longest === 0 ? "" : String(max),
    };
  },
);

export const relativePositionMode = numberMode(
  {
    name: "relative-position",
    title: "Relative position",
    explanation:
      "The position divided by the length of the sequence: beginnings and ends of long and short ones agree.",
    group: "token",
  },
  ({ tokens }) => ({
    value: (token) => positionOf(tokens, token) / Math.max(1, lengthOf(tokens, token) - 1),
    min: 0,
    max: 1,
    low: "first token",
    high: "last token",
  }),
);

export const positionRhythmMode = categoryMode(
  {
    name: "position-mod-5",
    title: "Position modulo 5",
    explanation: "A rhythm over the sequence: neighboring positions differ, every fifth position is alike.",
    group: "token",
    onSheets: true,
  },
  ({ tokens }) => ({
    kinds: Array.from({ length: RHYTHM }, (_, i) => ({
      key: String(i),
      label: `${i}, ${i + RHYTHM}, ${i + 2 * RHYTHM} …`,
    })),
    of: (token) => positionOf(tokens, token) % RHYTHM,
  }),
);

/** Number of tokens of a token's sequence. */
export function lengthOf(tokens: TokenTable, token: number): number {
  return ownSpan(tokens, token).n;
}
