import { weightAt, type Metric } from "../metric.ts";

/**
 * Mean weight on the tokens that followed earlier copies of the query's token (Olsson et al. 2022); null where no token
 * repeats.
 */
export const inductionMetric = {
  name: "induction",
  isOfPlaces: true,
  otherwise: null,
  measure: ({ copies, row, nKeys }) => {
    // A head sees what followed only behind the copy, and the query itself is no key to copy from.
    const followers = (copies ?? []).filter((place) => place + 1 < row).map((place) => place + 1);
    return followers.length > 0 ? (weight) => weightAt(followers, nKeys, weight) : null;
  },
  rank: 40,
  words: ({ isPicture }) =>
    isPicture
      ? null
      : { title: "Induction", note: "mean weight on what followed an earlier copy of the token" },
} as const satisfies Metric;
