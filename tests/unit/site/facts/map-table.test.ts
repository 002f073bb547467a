import { expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { MapQuality } from "#measures/map-measures.ts";
import { mapTable } from "../../../../src/site/facts/map-table.ts";
import { text } from "../../../helpers/read-heads.ts";

const quality: MapQuality = {
  trustworthiness: 0.931,
  continuity: 0.902,
  neighborRecall: 0.4,
  mixing: 0.5,
  shepardCorrelation: 0.6,
  distanceCorrelation: -0.214,
  attentionRecall: 0.5,
  attentionRecallChance: 0.19,
  attentionRank: 9,
  sampled: 100,
};
const manifest: Manifest = { ...text, methods: ["umap", "pca"], dims: [2, 3] };

it("has a row per measured map, in their order, each number beside its chance", () => {
  const table = mapTable(manifest, { quality: { pca2: quality, umap3: quality } });
  expect(table.rows).toEqual([
    { key: "umap3", name: "UMAP 3-D", scores: ["0.93", "0.90", "−0.21", "0.50 (chance 0.19)"] },
    { key: "pca2", name: "PCA 2-D", scores: ["0.93", "0.90", "−0.21", "0.50 (chance 0.19)"] },
  ]);
  expect(table.columns.map(({ byChance }) => byChance)).toEqual([
    "chance 0.50",
    "chance 0.50",
    "chance 0",
    undefined,
  ]);
  // The page opens with UMAP in 2-D, which has no numbers.
  expect(table.first).toBeNull();
});

it("says what the numbers of the map mean that is shown first", () => {
  const { first } = mapTable(manifest, { quality: { umap2: quality } });
  expect(first?.name).toBe("UMAP 2-D");
  expect(first?.reading).toContain("Trustworthiness 0.93 (chance 0.50)");
});
