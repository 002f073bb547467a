import { counted } from "#atlas/counted.ts";
import { sequenceLengths } from "#atlas/tokens/tokens.ts";
import { numberMode } from "../number-mode.ts";
import { lengthOf } from "./position.ts";

export const sequenceLengthMode = numberMode(
  {
    name: "sequence-length",
    title: "Sequence length",
    explanation: "Number of tokens of the sequence that a token stands in.",
    group: "token",
    unit: "sequence",
  },
  ({ tokens }) => {
    const lengths = sequenceLengths(tokens);
    const min = lengths.reduce((a, b) => Math.min(a, b), Infinity);
    const max = lengths.reduce((a, b) => Math.max(a, b), 0);
    return {
      value: (token) => lengthOf(tokens, token),
      min,
      max,
      low: counted(min, "token"),
      high: String(max),
    };
  },
);
