import { sumOver, type Metric } from "../metric.ts";

/** Weighted mean of |query position − key position|, in tokens, over the weight on keys that are shown. */
export const distanceMetric = {
  name: "distance",
  isOfPlaces: true,
  otherwise: 0,
  measure: ({ row, nKeys, total }) =>
    total > 0 ? (weight) => sumOver(nKeys, (key) => weight(key) * Math.abs(row - key)) / total : null,
  rank: 60,
  words: ({ isPicture }) =>
    isPicture ? null : { title: "Distance", note: "mean distance of attention, in tokens" },
} as const satisfies Metric;
