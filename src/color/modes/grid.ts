/** Where a patch lies in its picture. */
import type { ColorContext } from "../color-mode.ts";
import { numberMode, type NumberRange } from "../number-mode.ts";

/** What the gray points of these modes are. */
export const NO_PATCH = "no patch";

export const rowMode = numberMode(
  {
    name: "row",
    title: "Row",
    explanation: "From the top of a picture to its bottom.",
    group: "token",
    onSheets: true,
  },
  (context) => ({ ...grid(context, "row"), low: "top", high: "bottom" }),
);

export const columnMode = numberMode(
  {
    name: "column",
    title: "Column",
    explanation: "From the left of a picture to its right.",
    group: "token",
    onSheets: true,
  },
  (context) => ({ ...grid(context, "column"), low: "left", high: "right" }),
);

function grid(
  { manifest, tokens }: ColorContext,
  axis: "row" | "column",
): Pick<NumberRange, "value" | "min" | "max" | "without"> {
  // These modes are offered only where there are patches.
  const { rows, columns, nSpecial } = manifest.patches!;
  const value = (token: number): number => {
    const patch = token - tokens.starts[tokens.sequenceOf[token]!]! - nSpecial;
    if (patch < 0) return NaN;
    return axis === "row" ? Math.floor(patch / columns) : patch % columns;
  };
  return {
    value,
    min: 0,
    max: (axis === "row" ? rows : columns) - 1,
    ...(nSpecial > 0 ? { without: NO_PATCH } : {}),
  };
}
