/** How long a query or key is: on the head's own scale, or on one on which all heads of the atlas can be compared. */
import type { Role } from "#atlas/role-colors.ts";
import type { ColorContext } from "../color-mode.ts";
import { numberMode, type NumberRange } from "../number-mode.ts";

export const normMode = numberMode(
  {
    name: "norm",
    title: "Vector length",
    explanation: "The length of the query or key: a longer one weighs more.",
    group: "head",
    needs: "points",
  },
  (context) => {
    const values = context.norms ?? new Float32Array(1);
    return onScale(
      context,
      values.reduce((a, b) => Math.min(a, b), Infinity),
      values.reduce((a, b) => Math.max(a, b), -Infinity),
    );
  },
);

export const sharedNormMode = numberMode(
  {
    name: "norm-all",
    title: "Vector length, all heads",
    explanation: "As the vector length, but on one scale for all heads: some heads have short vectors only.",
    group: "head",
    onSheets: true,
    needs: "points",
    // The same numbers as the vector length.
    unit: null,
  },
  (context) => {
    // This mode is offered only where the range is known.
    const { min, max } = context.manifest.normRange!;
    return onScale(context, min, max);
  },
);

function onScale({ norms, tokens }: ColorContext, min: number, max: number): NumberRange {
  const value = (token: number, role: Role): number =>
    norms?.[role === "query" ? token : tokens.nTokens + token] ?? 0;
  return { value, min, max, low: min.toFixed(1), high: max.toFixed(1) };
}
