import { weightAt, type Metric } from "../metric.ts";

/**
 * Mean weight on the patches of the query's object, itself among them, from patches that show one; null without labels
 * that say what patches show.
 */
export const sameObjectMetric = {
  name: "sameObject",
  isOfPlaces: true,
  otherwise: null,
  isLater: true,
  measure: ({ objects, nKeys }) => {
    const same = objects?.same ?? null;
    return same === null ? null : (weight) => weightAt(same, nKeys, weight);
  },
  rank: 78,
  words: ({ isPicture }) =>
    isPicture
      ? { title: "Same object", note: "mean weight of an object's patches on patches with the same labels" }
      : null,
} as const satisfies Metric;
