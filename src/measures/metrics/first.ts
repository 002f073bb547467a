import type { Metric } from "../metric.ts";

/** Mean weight on the first token of the sequence, from the tokens after it; across sequences, from all tokens. */
export const firstMetric = {
  name: "first",
  isOfPlaces: false,
  otherwise: 0,
  measure: ({ row, isWithin }) => (!isWithin || row > 0 ? (weight) => weight(0) : null),
  rank: 30,
  words: ({ isPicture, isWithin, hasSpecial }) => {
    if (!isWithin)
      return { title: "First token", note: "mean weight on the first token of the other sequence" };
    if (!isPicture) return { title: "First token", note: "mean weight on the first token of the sequence" };
    return hasSpecial
      ? { title: "First token", note: "mean weight on the token before the patches" }
      : { title: "First patch", note: "mean weight on the first patch" };
  },
} as const satisfies Metric;
