import { numberMode } from "./number-mode.ts";

export const normMode = numberMode(
  {
    name: "norm",
    title: "Length of the vector",
    explanation: "Light where the query or key is short, strong where it is long and so weighs more.",
    needsPoints: true,
  },
  ({ norms, tokens }) => {
    const values = norms ?? new Float32Array(tokens.nTokens * 2);
    const min = values.reduce((a, b) => Math.min(a, b), Infinity);
    const max = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const value = (token: number, role: "query" | "key"): number =>
      values[role === "query" ? token : tokens.nTokens + token] ?? 0;
    return { value, min, max, low: min.toFixed(1), high: max.toFixed(1) };
  },
);
