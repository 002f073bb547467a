/** Adding a metric takes one file and one row: here the row is added to the list, and nothing else is touched. */
import { describe, expect, it } from "vitest";
import { metricsSchema } from "#atlas/files/heads.schema.ts";
import { headMetrics } from "#measures/head-metrics.ts";
import type { Metric } from "#measures/metric.ts";
import { METRICS } from "#measures/metrics.ts";
import { habitRows } from "../../../src/site/head-habits.ts";

/** Mean weight on the token before the previous one. */
const secondBefore = {
  name: "secondBefore",
  isOfPlaces: true,
  otherwise: 0,
  measure: ({ row }) => (row > 1 ? (weight) => weight(row - 2) : null),
  rank: 15,
  words: ({ isPicture }) => (isPicture ? null : { title: "Second before", note: "two tokens back" }),
} as const satisfies Metric;

const LIST = [...METRICS, secondBefore] as const;

describe("a metric that is added to the table", () => {
  // One causal sequence of three tokens: the last looks two back with 0.75.
  const weights = Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.75, 0.25, 0);
  const input = { starts: Uint32Array.of(0, 3), weights, isCausal: true, ids: [1, 2, 3], grid: null };
  const scores = headMetrics(input, LIST);

  it("is measured beside the others, and so is its chance", () => {
    expect(scores.metrics.secondBefore).toBe(0.75);
    expect(scores.chance.secondBefore).toBeCloseTo(1 / 3, 12);
    expect(scores.metrics).toEqual({ ...headMetrics(input).metrics, secondBefore: 0.75 });
  });

  it("is null between two sequences", () => {
    const cross = { ...input, keyStarts: Uint32Array.of(0, 3), isCausal: false };
    expect(headMetrics(cross, LIST).metrics.secondBefore).toBeNull();
  });

  it("is written behind the others, read again, and missed where it is missing", () => {
    const written: unknown = JSON.parse(JSON.stringify(scores.metrics));
    expect(Object.keys(scores.metrics).at(-1)).toBe("secondBefore");
    expect(metricsSchema(LIST).parse(written)).toEqual(written);
    expect(metricsSchema(LIST).safeParse(headMetrics(input).metrics).error?.issues[0]?.path).toEqual([
      "secondBefore",
    ]);
  });

  it("is shown in its place on the page of a head", () => {
    const rows = habitRows({ dataset: { kind: "text" }, causal: true, patches: null }, scores, LIST);
    expect(rows.map(({ name }) => name).slice(1, 3)).toEqual(["Previous token", "Second before"]);
    expect(rows[2]).toMatchObject({ score: "0.75 (chance 0.33)", note: "two tokens back" });
  });
});
