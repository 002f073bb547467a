import { expect, it } from "vitest";
import type { MapQuality } from "#measures/map-measures.ts";
import { readMap } from "../../../src/site/map-reading.ts";

const quality = (trustworthiness: number): MapQuality => ({
  trustworthiness,
  continuity: 0.9,
  neighborRecall: 0.46,
  shepardCorrelation: 0.5,
  distanceCorrelation: -0.5,
  attentionRecall: 0.874,
  attentionRecallChance: 0.193,
  attentionRank: 0.1,
  mixing: 0.4,
  sampled: 100,
});

it("says what a map's numbers mean", () => {
  expect(readMap(quality(0.98))).toBe(
    "What lies together here nearly always belongs together. Of the 15 points nearest to a point, 7 are its nearest in the head's own space; 87 of 100 queries have the key they attend to most among the three nearest of their sequence, by chance 19.",
  );
});

it("says nothing of chance where an older atlas has not measured it", () => {
  const { attentionRecallChance, ...older } = quality(0.98);
  expect(attentionRecallChance).toBe(0.193);
  expect(readMap(older)).toMatch(/among the three nearest of their sequence\.$/);
});

it("says plainly when a map cannot be trusted", () => {
  expect(readMap(quality(0.9))).toContain("mostly belongs together");
  expect(readMap(quality(0.89))).toContain("check before you conclude");
  expect(readMap(quality(0.69))).toContain("read no shapes from it");
});
