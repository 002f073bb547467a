/** What maps are made with unless somebody says otherwise. Their meaning and ranges stand in `config.schema.ts`. */
export const PROJECTION_OPTIONS = {
  alignment: "headland",
  engine: "headland",
  metric: "cosine",
  perplexity: 30,
  nNeighbors: 15,
  minDist: 0.1,
  epochs: null,
  iterations: 750,
  seed: 0,
} as const;
