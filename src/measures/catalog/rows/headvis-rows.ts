/** Rows of the six numbers that HeadVis and Neuronpedia publish, under their names. */
import type { HEADVIS_METRICS } from "../../headvis.ts";
import type { CatalogMeasure } from "../catalog-measure.ts";
import { readingIn } from "../measured-head.ts";

type Row = Pick<CatalogMeasure, "title" | "unit" | "range" | "remarkable">;

const ROWS: Readonly<Record<keyof typeof HEADVIS_METRICS, Row>> = {
  self_attention_score: { title: "Itself (HeadVis)", unit: "share", range: [0, 1], remarkable: "high" },
  prev_token_score: { title: "Previous token (HeadVis)", unit: "share", range: [0, 1], remarkable: "high" },
  pattern_entropy: { title: "Entropy (HeadVis)", unit: "nats", range: [0, null], remarkable: "low" },
  qk_distance: { title: "Distance (HeadVis)", unit: "tokens", range: [0, null], remarkable: "high" },
  qk_distance_variance: {
    title: "Variance of distance (HeadVis)",
    unit: "tokens²",
    range: [0, null],
    remarkable: "high",
  },
  induction_score: { title: "Induction (HeadVis)", unit: "share", range: [0, 1], remarkable: "high" },
};

export const HEADVIS_ROWS: readonly CatalogMeasure[] = (Object.keys(ROWS) as (keyof typeof ROWS)[]).map(
  (name) => ({
    id: `headvis.${name}`,
    group: "headvis",
    needs: ["A"],
    ...ROWS[name],
    read: ({ headvis }) => readingIn(headvis, name),
    chance: () => null,
  }),
);
