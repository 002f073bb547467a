import type { Metric } from "../metric.ts";

/** Mean weight of a token on itself. */
export const selfMetric = {
  name: "self",
  isOfPlaces: true,
  otherwise: 0,
  measure:
    ({ row }) =>
    (weight) =>
      weight(row),
  rank: 50,
  words: ({ isPicture }) => ({
    title: "Itself",
    note: `mean weight of a ${isPicture ? "patch" : "token"} on itself`,
  }),
} as const satisfies Metric;
