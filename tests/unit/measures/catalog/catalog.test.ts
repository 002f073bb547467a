/** The catalog of measures: what lists, plots and claims go by. */
import { describe, expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { CATALOG, findMeasure, measuresOf } from "#measures/catalog/catalog.ts";
import { MEASURE_GROUPS, valueOf, whyMissing } from "#measures/catalog/catalog-measure.ts";
import { firstMapOf } from "#measures/catalog/rows/map-rows.ts";
import { ALIGNMENT_MEASURES, MAP_MEASURES } from "#measures/map-measures.ts";
import { METRICS } from "#measures/metrics.ts";
import { head } from "../../../helpers/read-heads.ts";

const quality = {
  trustworthiness: 0.9,
  continuity: 0.8,
  neighborRecall: 0.5,
  mixing: 0.2,
  shepardCorrelation: 0.7,
  distanceCorrelation: -0.4,
  attentionRecall: 0.6,
  attentionRank: 0.1,
  sampled: 400,
};
const one: HeadNumbers = {
  ...head({ induction: 0.7, sameRow: 0.6 }, { sameRow: 0.25 }),
  alignment: {
    scale: 1.25,
    correlationBefore: -0.1,
    correlationAfter: -0.5,
    attendedRankBefore: 90,
    attendedRankAfter: 8,
  },
  quality: { attention3: { ...quality, trustworthiness: 0.95 }, attention2: quality },
  explained: {
    attention2: [
      { color: "role", share: 0.9 },
      { color: "position", share: 0.8 },
      { color: "refersTo", share: 0.95, isPartial: true },
    ],
  },
};
const find = (id: string): NonNullable<ReturnType<typeof findMeasure>> => {
  const row = findMeasure(id);
  if (row === undefined) throw new Error(id);
  return row;
};

describe("the catalog of measures", () => {
  it("has one row per id, in words that stand in addresses, group by group", () => {
    const ids = CATALOG.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9_]*(?:[-.][a-z0-9_]+)*$/);
    const groups = CATALOG.map(({ group }) => Object.keys(MEASURE_GROUPS).indexOf(group));
    expect(groups).toEqual(groups.toSorted((a, b) => a - b));
  });

  it("has a row for every number of heads.json", () => {
    const kebab = (name: string): string => name.replace(/[A-Z]/g, (l) => `-${l.toLowerCase()}`);
    for (const { name } of METRICS) expect(findMeasure(kebab(name)), name).toBeDefined();
    for (const name of ALIGNMENT_MEASURES)
      expect(findMeasure(`alignment.${kebab(name)}`), name).toBeDefined();
    for (const name of Object.keys(MAP_MEASURES))
      // The chance of another number, the size of the sample, and the error of others.
      if (!["attentionRecallChance", "sampled", "standardError"].includes(name))
        expect(findMeasure(`map.${kebab(name)}`), name).toBeDefined();
  });

  it("reads a number and what even attention would score beside it", () => {
    expect(find("induction").read(one)).toBe(0.7);
    expect(find("induction").chance(one)).toBe(0.3);
    expect(find("same-row-beyond-chance").read(one)).toBe(0.35);
  });

  it("reads the numbers of the map that a head opens with, and of any other by its name", () => {
    expect(firstMapOf(one)).toBe("attention2");
    expect(find("map.trustworthiness").read(one)).toBe(0.9);
    expect(find("maps.attention3.trustworthiness").read(one)).toBe(0.95);
    expect(find("map.trustworthiness").chance(one)).toBeCloseTo(0.5, 1);
    expect(find("alignment.scale").read(one)).toBe(1.25);
  });

  it("reads how far colors explain that map; partial ones do not make it explained", () => {
    expect(find("map.explained").read(one)).toBe(0.8);
    expect(find("explained.refersTo").read(one)).toBe(0.95);
    expect(find("explained.length").read(one)).toBeNull();
  });

  it("tells numbers that do not apply from those that an older atlas lacks", () => {
    expect(find("patch-distance").read(one)).toBeNull();
    expect(whyMissing(find("patch-distance"), one)).toMatch(/does not apply/);
    expect(valueOf(find("headvis.prev_token_score"), one)).toBeNull();
    expect(whyMissing(find("headvis.prev_token_score"), one)).toMatch(/Build it again/);
    expect(whyMissing(find("maps.pca2.continuity"), one)).toMatch(/no such map/);
    expect(whyMissing(find("induction"), one)).toBeNull();
    const older = head();
    expect(whyMissing(find("map.explained"), { ...older, quality: {} })).toMatch(/Build it again/);
  });

  it("knows no other ids", () => {
    for (const id of ["", "inductions", "explained.", "maps.umap2.beauty", "maps.umap2"])
      expect(findMeasure(id), id).toBeUndefined();
  });

  it("lists the rows that some head has a number of, those of its colors and maps among them", () => {
    const ids = measuresOf([one]).map(({ id }) => id);
    expect(ids).toContain("explained.position");
    expect(ids).toContain("maps.attention3.mixing");
    expect(ids).not.toContain("patch-distance");
    expect(ids).not.toContain("headvis.qk_distance");
    expect(measuresOf([])).toEqual([]);
  });
});
