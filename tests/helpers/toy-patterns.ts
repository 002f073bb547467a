/** The manifest of a small atlas of patterns. */
import type { PatternsManifest } from "#atlas/patterns/patterns.ts";

export const toyPatterns: PatternsManifest = {
  kind: "patterns",
  formatVersion: 1,
  model: { slug: "toy", name: "Toy", description: "A toy.", license: "MIT", digest: "1".repeat(64) },
  dataset: { slug: "lines", name: "Lines", description: "", license: "CC0-1.0" },
  origin: { model: "toy/model", dataset: null, nSequences: 8, leastWeight: 0.005, mostKeys: 8 },
  nIntervals: 2,
  numbers: [
    { name: "prev_token_score", meaning: "Mean weight on the token before." },
    { name: "logit_std", meaning: "" },
  ],
  heads: [
    { layer: 0, head: 0, values: [0.75, null], nSequences: 2 },
    { layer: 0, head: 1, values: [0.1, 12.5], nSequences: 1 },
  ],
  warnings: [],
  buildKey: "2".repeat(64),
};
