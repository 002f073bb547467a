import { sumOver, type Metric, type PatchPlaces, type Weight } from "../metric.ts";

/** Weighted mean distance between patches, in patch widths, over the weight that goes to patches; null for text. */
export const patchDistanceMetric = {
  name: "patchDistance",
  isOfPlaces: true,
  otherwise: null,
  measure: ({ grid, row, length, weight }) => {
    if (!grid || row < grid.nSpecial) return null;
    const { nSpecial } = grid;
    const toPatches = sumOver(length - nSpecial, (patch) => weight(nSpecial + patch));
    return toPatches > 0 ? (of) => meanDistance(grid, row, length, of) : null;
  },
  rank: 70,
  words: ({ isPicture }) =>
    isPicture ? { title: "Distance", note: "mean distance of attention, in patches" } : null,
} as const satisfies Metric;

/** Euclidean. */
function meanDistance(
  { columns, nSpecial }: PatchPlaces,
  row: number,
  length: number,
  weight: Weight,
): number {
  const place = (token: number): [number, number] => {
    const patch = token - nSpecial;
    return [Math.floor(patch / columns), patch % columns];
  };
  const [y, x] = place(row);
  let [sum, total] = [0, 0];
  for (let key = nSpecial; key < length; key++) {
    const [keyY, keyX] = place(key);
    sum += weight(key) * Math.hypot(keyX - x, keyY - y);
    total += weight(key);
  }
  return sum / total;
}
