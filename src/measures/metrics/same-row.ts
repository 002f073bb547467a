import { sumOver, type Metric } from "../metric.ts";

/** Mean weight on the patches in the query's row of the picture, itself among them, from patches; null for text. */
export const sameRowMetric = {
  name: "sameRow",
  isOfPlaces: true,
  otherwise: null,
  isLater: true,
  measure: ({ grid, row, nKeys }) => {
    if (grid === null || row < grid.nSpecial) return null;
    const { columns, nSpecial } = grid;
    const first = row - ((row - nSpecial) % columns);
    const inSight = Math.min(columns, nKeys - first);
    return (weight) => sumOver(inSight, (i) => weight(first + i));
  },
  rank: 72,
  words: ({ isPicture }) =>
    isPicture ? { title: "Same row", note: "mean weight on the patches in a patch's row" } : null,
} as const satisfies Metric;
