import { weightAt, type Metric } from "../metric.ts";

/**
 * Mean weight on other copies of the query's token (Wang et al. 2022): on earlier ones in causal heads, on all of them in
 * heads that read both ways; null where no token repeats.
 */
export const duplicateMetric = {
  name: "duplicate",
  isOfPlaces: true,
  otherwise: null,
  isLater: true,
  measure: ({ copies, row, nKeys }) => {
    const others = (copies ?? []).filter((place) => place !== row && place < nKeys);
    return others.length > 0 ? (weight) => weightAt(others, nKeys, weight) : null;
  },
  rank: 45,
  words: ({ isPicture, isCausal }) =>
    isPicture
      ? null
      : {
          title: "Same token",
          note: `mean weight on ${isCausal ? "earlier" : "other"} copies of the token, from tokens that have any`,
        },
} as const satisfies Metric;
