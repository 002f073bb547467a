import { describe, expect, it } from "vitest";
import { MAP_MEASURES, mapColumns } from "#measures/map-measures.ts";
import { METRICS } from "#measures/metrics.ts";

describe("the table of metrics", () => {
  it("has the names of heads.json, in the order in which they are written", () => {
    expect(METRICS.map(({ name }) => name)).toEqual([
      "entropy",
      "self",
      "previous",
      "next",
      "first",
      "induction",
      "distance",
      "patchDistance",
    ]);
  });

  it("gives each its own place on the page", () => {
    expect(new Set(METRICS.map(({ rank }) => rank)).size).toBe(METRICS.length);
  });
});

describe("the table of maps", () => {
  it("has four columns, one of them with what comes out by chance", () => {
    expect(mapColumns().map(({ name, chance = "" }) => `${name} ${chance}`.trim())).toEqual([
      "trustworthiness",
      "continuity",
      "distanceCorrelation",
      "attentionRecall attentionRecallChance",
    ]);
    expect(Object.keys(MAP_MEASURES)).toHaveLength(10);
  });
});
