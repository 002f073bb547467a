import { describe, expect, it } from "vitest";
import { MAP_MEASURES, mapColumns } from "#measures/map-measures.ts";
import type { Metric } from "#measures/metric.ts";
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
      "duplicate",
      ...[8, 7, 6, 5, 4, 3, 2].map((before) => `offset-${before}`),
      ...[2, 3, 4, 5, 6, 7, 8].map((after) => `offset${after}`),
      "sameRow",
      "sameColumn",
      "objects",
      "sameObject",
    ]);
  });

  it("asks of older atlases the first eight alone", () => {
    const later = METRICS.filter((metric: Metric) => metric.isLater);
    expect(later).toEqual(METRICS.slice(8));
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
    expect(Object.keys(MAP_MEASURES)).toHaveLength(11);
  });
});
