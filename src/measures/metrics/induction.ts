import { sumOver, type Metric } from "../metric.ts";

/**
 * Mean weight on the tokens that followed earlier copies of the query's token (Olsson et al. 2022); null where no token
 * repeats.
 */
export const inductionMetric = {
  name: "induction",
  isOfPlaces: true,
  otherwise: null,
  measure: ({ id, row }) => {
    const followers = id ? followersOfCopies(id, row) : [];
    if (followers.length === 0) return null;
    return (weight) => sumOver(followers.length, (i) => weight(followers[i]!));
  },
  rank: 40,
  words: ({ isPicture }) =>
    isPicture
      ? null
      : { title: "Induction", note: "mean weight on what followed an earlier copy of the token" },
} as const satisfies Metric;

/** Keys that followed an earlier copy of the query's token; a head sees them only behind it. */
function followersOfCopies(id: (place: number) => number, row: number): number[] {
  const keys: number[] = [];
  for (let key = 1; key < row; key++) if (id(key - 1) === id(row)) keys.push(key);
  return keys;
}
