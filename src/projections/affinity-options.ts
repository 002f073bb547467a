import type { OptionFields } from "./projector.ts";

/** Of the methods that lay out affinities, as t-SNE does. */
export const AFFINITY_OPTIONS = {
  /** Effective number of neighbors. */
  perplexity: { byDefault: 30, least: 2, most: 200, isWhole: false },
  /** At most; they stop when the divergence hardly falls any more. */
  iterations: { byDefault: 750, least: 100, most: 5000, isWhole: true },
} as const satisfies OptionFields;
