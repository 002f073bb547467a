import type { OptionFields } from "./projector.ts";

/** As umap-learn has them. */
export const UMAP_OPTIONS = {
  /** Neighbors per point, which counts as one of them itself. */
  nNeighbors: { byDefault: 15, least: 2, most: 200, isWhole: true },
  /** Least distance of points on the map. */
  minDist: { byDefault: 0.1, least: 0, most: 1, isWhole: false },
  /** Passes over the graph; null takes more where there are fewer points. */
  epochs: { byDefault: null, least: 10, most: 2000, isWhole: true },
} as const satisfies OptionFields;
