import { weightAt, type Metric } from "../metric.ts";

/** Mean weight on patches that show an object, as the dataset labels them, from all queries; null without such labels. */
export const objectsMetric = {
  name: "objects",
  isOfPlaces: true,
  otherwise: null,
  isLater: true,
  measure: ({ objects, nKeys }) => {
    const any = objects?.any ?? [];
    return any.length > 0 ? (weight) => weightAt(any, nKeys, weight) : null;
  },
  rank: 76,
  words: ({ isPicture }) =>
    isPicture
      ? { title: "Objects", note: "mean weight on patches that show an object, by the labels of the dataset" }
      : null,
} as const satisfies Metric;
