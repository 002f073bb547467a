import { sumOver, type Metric, type Weight } from "../metric.ts";

/** Entropy of a query's weights, divided by the entropy of an even spread over the keys it may see; 0 = one key, 1 = all alike. */
export const entropyMetric = {
  name: "entropy",
  isOfPlaces: false,
  otherwise: 0,
  measure: ({ nKeys, total }) =>
    total > 0 ? (weight) => entropy(weight, nKeys, total) / Math.log(nKeys) : null,
  rank: 0,
  words: () => ({
    title: "Spread",
    note: "entropy of the weights: 0 is a single token, 1 is an even spread, as by chance",
  }),
} as const satisfies Metric;

/** Of the weight on keys that are shown, in nats. */
function entropy(weight: Weight, nKeys: number, total: number): number {
  return sumOver(nKeys, (key) => {
    const share = weight(key) / total;
    return share > 0 ? -share * Math.log(share) : 0;
  });
}
