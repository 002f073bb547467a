import { counted } from "#atlas/counted.ts";
import { numberMode } from "../number-mode.ts";

export const frequencyMode = numberMode(
  {
    name: "frequency",
    title: "Token frequency",
    explanation: "How often the same token occurs in the texts shown. Every doubling is the same step.",
    group: "token",
    onSheets: true,
    unit: "text",
  },
  ({ tokens }) => {
    const counts = new Uint32Array(tokens.vocab.length);
    for (const id of tokens.ids) counts[id]! += 1;
    const most = counts.reduce((a, b) => Math.max(a, b), 1);
    return {
      value: (token) => Math.log(counts[tokens.ids[token]!]!),
      min: 0,
      max: Math.log(most),
      low: "once",
      high: counted(most, "time"),
    };
  },
);
