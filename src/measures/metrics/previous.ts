import type { Metric } from "../metric.ts";

/** Mean weight on the token before. */
export const previousMetric = {
  name: "previous",
  isOfPlaces: true,
  otherwise: 0,
  measure: ({ row }) => (row > 0 ? (weight) => weight(row - 1) : null),
  rank: 10,
  words: ({ isPicture }) =>
    isPicture
      ? { title: "Previous patch", note: "mean weight on the previous patch, in reading order" }
      : { title: "Previous token", note: "mean weight on the previous token" },
} as const satisfies Metric;
