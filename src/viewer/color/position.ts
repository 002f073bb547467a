import type { ColorContext } from "./color-mode.ts";
import { numberMode } from "./number-mode.ts";

/** Text: place in the sentence, dark at its end. Long sequences would wash out the short ones, so the range ends at 40. */
export const positionMode = numberMode(
  {
    name: "position",
    title: "Position",
    explanation: "Light at the beginning of a sequence, strong towards its end.",
  },
  ({ tokens }) => {
    const positionOf = (token: number): number => token - (tokens.starts[tokens.sequenceOf[token] ?? 0] ?? 0);
    const longest = Math.max(
      ...Array.from(tokens.starts.subarray(1), (end, s) => end - (tokens.starts[s] ?? 0)),
    );
    const max = Math.min(40, longest - 1);
    return {
      value: positionOf,
      min: 0,
      max,
      low: "first",
      high: max === 40 ? "40th and later" : `${max + 1}th`,
    };
  },
);

export const rowMode = numberMode(
  { name: "row", title: "Row", explanation: "Light at the top of a picture, strong at its bottom." },
  (context) => ({ ...grid(context, "row"), low: "top", high: "bottom" }),
);

export const columnMode = numberMode(
  { name: "column", title: "Column", explanation: "Light at the left of a picture, strong at its right." },
  (context) => ({ ...grid(context, "column"), low: "left", high: "right" }),
);

function grid(
  { manifest, tokens }: ColorContext,
  axis: "row" | "column",
): { value: (token: number) => number; min: number; max: number } {
  const { rows = 1, columns = 1, nSpecial = 0 } = manifest.patches ?? {};
  const value = (token: number): number => {
    const patch = Math.max(0, token - (tokens.starts[tokens.sequenceOf[token] ?? 0] ?? 0) - nSpecial);
    return axis === "row" ? Math.floor(patch / columns) : patch % columns;
  };
  return { value, min: 0, max: (axis === "row" ? rows : columns) - 1 };
}
