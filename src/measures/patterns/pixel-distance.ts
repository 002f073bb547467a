import type { MeasureRow } from "../measure-row.ts";
import { meanOfRows, type PatternMeasure } from "./pattern-measure.ts";

const ROW: MeasureRow = {
  id: "pixel-distance",
  title: "Distance in pixels",
  unit: "pixels",
  range: [0, null],
  remarkable: "high",
  needs: ["A"],
};

/**
 * Mean distance between the centers of a patch and of the patches it attends to, in pixels of the picture as the model gets
 * it, weighted by attention (Dosovitskiy et al. 2021); special tokens count neither as queries nor as keys. Null for text,
 * and where the size of a patch is not known.
 */
export const pixelDistance: PatternMeasure = {
  rows: [ROW],
  hasChance: true,
  begin: ({ grid, patchPx = null, keyStarts }) => {
    if (grid === null || patchPx === null || keyStarts !== undefined) return null;
    const { columns, nSpecial } = grid;
    const [height, width] = patchPx;
    return meanOfRows(ROW.id, ({ row, nKeys, weights, at }) => {
      if (nKeys < 2 || row < nSpecial) return null;
      const [y, x] = [Math.floor((row - nSpecial) / columns), (row - nSpecial) % columns];
      let [sum, total] = [0, 0];
      for (let key = nSpecial; key < nKeys; key++) {
        const weight = weights[at + key]!;
        const [down, right] = [Math.floor((key - nSpecial) / columns) - y, ((key - nSpecial) % columns) - x];
        sum += weight * Math.sqrt((down * height) ** 2 + (right * width) ** 2);
        total += weight;
      }
      return total > 0 ? sum / total : null;
    });
  },
};
