import type { Metric } from "../metric.ts";

/** Mean weight on the patches in the query's column of the picture, itself among them, from patches; null for text. */
export const sameColumnMetric = {
  name: "sameColumn",
  isOfPlaces: true,
  otherwise: null,
  isLater: true,
  measure: ({ grid, row, nKeys }) => {
    if (grid === null || row < grid.nSpecial) return null;
    const { columns, nSpecial } = grid;
    return (weight) => {
      let sum = 0;
      for (let key = nSpecial + ((row - nSpecial) % columns); key < nKeys; key += columns) sum += weight(key);
      return sum;
    };
  },
  rank: 74,
  words: ({ isPicture }) =>
    isPicture ? { title: "Same column", note: "mean weight on the patches in a patch's column" } : null,
} as const satisfies Metric;
