import type { Metric } from "../metric.ts";

/** Mean weight on the token after; 0 in causal heads. */
export const nextMetric = {
  name: "next",
  isOfPlaces: true,
  otherwise: 0,
  measure: ({ row, length }) => (row + 1 < length ? (weight) => weight(row + 1) : null),
  rank: 20,
  words: ({ isPicture, isCausal }) => {
    if (isCausal) return null;
    return isPicture
      ? { title: "Next patch", note: "mean weight on the next patch, in reading order" }
      : { title: "Next token", note: "mean weight on the next token" };
  },
} as const satisfies Metric;
