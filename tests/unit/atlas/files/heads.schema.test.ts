import { describe, expect, it } from "vitest";
import { headsSchema } from "#atlas/files/heads.schema.ts";

const metrics = {
  entropy: 0.5,
  self: 0.1,
  previous: null,
  next: null,
  first: 0.2,
  induction: null,
  distance: 3,
  patchDistance: null,
};
const measures = {
  trustworthiness: 0.9,
  continuity: 0.8,
  neighborRecall: 0.7,
  mixing: 0.2,
  shepardCorrelation: 0.6,
  distanceCorrelation: -0.5,
  attentionRecall: 0.4,
  attentionRank: 0.3,
  sampled: 100,
};
const head = {
  head: "L0H1",
  metrics,
  alignment: {
    scale: 1,
    correlationBefore: -0.1,
    correlationAfter: -0.2,
    attendedRankBefore: 9,
    attendedRankAfter: 5,
  },
  quality: { "umap-2d": measures },
};
/** The paths of what is wrong. */
const wrongIn = (file: unknown): string[] =>
  (headsSchema.safeParse(file).error?.issues ?? []).map(({ path }) => path.join("."));

describe("heads.json", () => {
  it("holds every head's numbers, null where there is nothing to measure", () => {
    expect(headsSchema.parse({ v: 1, heads: [head] })).toEqual({ v: 1, heads: [head] });
    expect(wrongIn({ v: 1, heads: [] })).toEqual([]);
  });

  it("may say what chance would score", () => {
    const more = {
      ...head,
      chance: metrics,
      quality: { "pca-3d": { ...measures, attentionRecallChance: 0.3 } },
    };
    expect(headsSchema.parse({ v: 1, heads: [more] }).heads).toEqual([more]);
  });

  it("may say what sorts each map", () => {
    const more = { ...head, explained: { "pca-2d": [{ color: "position", share: 0.93 }], "pca-3d": [] } };
    expect(headsSchema.parse({ v: 1, heads: [more] }).heads).toEqual([more]);
    expect(wrongIn({ v: 1, heads: [{ ...head, explained: { "pca-2d": [{ color: 3 }] } }] })).toEqual([
      "heads.0.explained.pca-2d.0.color",
      "heads.0.explained.pca-2d.0.share",
    ]);
  });

  it("may lack what older atlases lack, but has no text in its place", () => {
    const newer = { ...head, metrics: { ...metrics, duplicate: null, "offset-2": 0.4 } };
    expect(headsSchema.parse({ v: 1, heads: [newer] }).heads).toEqual([newer]);
    expect(wrongIn({ v: 1, heads: [{ ...head, metrics: { ...metrics, "offset-2": "0.4" } }] })).toEqual([
      "heads.0.metrics.offset-2",
    ]);
  });

  it.each([0, 2, "1", null])("is of version 1, not %j", (v) => {
    expect(wrongIn({ v, heads: [head] })).toEqual(["v"]);
  });

  it("has every number, and numbers only", () => {
    const { entropy, ...others } = metrics;
    const broken = { ...head, metrics: { ...others, first: entropy.toString() }, quality: { "umap-2d": {} } };
    expect(wrongIn({ v: 1, heads: [head, broken] })).toEqual([
      "heads.1.metrics.entropy",
      "heads.1.metrics.first",
      ...Object.keys(measures).map((name) => `heads.1.quality.umap-2d.${name}`),
    ]);
    expect(wrongIn({ v: 1, heads: [{ ...head, metrics: { ...metrics, distance: undefined } }] })).toEqual([
      "heads.0.metrics.distance",
    ]);
  });
});
