import { describe, expect, it } from "vitest";
import type { HeadMetrics } from "#measures/metrics.ts";
import { habitRows } from "../../../src/site/head-habits.ts";
import { head } from "../../helpers/read-heads.ts";

const metrics: HeadMetrics = {
  entropy: 0.5,
  self: 0.1,
  previous: 0.2,
  next: 0.3,
  first: 0.4,
  induction: null,
  distance: 12,
  patchDistance: 3,
};
const chance: HeadMetrics = { ...metrics, entropy: 1, distance: null };

type Reads = Parameters<typeof habitRows>[0];
const text: Reads = { dataset: { kind: "text" }, causal: true, patches: null };
const pictures = (nSpecial: number): Reads => ({
  dataset: { kind: "images" },
  causal: false,
  patches: { nSpecial },
});
const names = (reads: Reads): string[] => habitRows(reads, { metrics }).map(({ name }) => name);

describe("what a page shows of a head's attention", () => {
  it("is, for text, a row for each habit of tokens", () => {
    const shown = ["Spread", "Previous token", "First token", "Induction", "Itself", "Distance"];
    expect(names(text)).toEqual(shown);
    expect(names({ ...text, causal: false })).toEqual([
      ...shown.slice(0, 2),
      "Next token",
      ...shown.slice(2),
    ]);
  });

  it("is, for pictures, a row for each habit of patches", () => {
    const rows = habitRows(pictures(1), { metrics });
    expect(rows.map(({ name, measure }) => `${name}: ${measure}`)).toEqual([
      "Spread: entropy",
      "Previous patch: previous",
      "Next patch: next",
      "First token: first",
      "Itself: self",
      "Distance: patchDistance",
    ]);
    expect(names(pictures(0))[3]).toBe("First patch");
  });

  it("is, between two sequences, what needs no place in one", () => {
    const cross = { ...metrics, self: null, previous: null, next: null, distance: null, patchDistance: null };
    const rows = habitRows(text, { metrics: cross });
    expect(rows.map(({ name, note }) => [name, note])).toEqual([
      ["Spread", "entropy of the weights: 0 is a single token, 1 is an even spread, as by chance"],
      ["First token", "mean weight on the first token of the other sequence"],
    ]);
  });

  it("has two decimals, and chance beside them where it was measured", () => {
    const scores = new Map(habitRows(text, { metrics, chance }).map(({ name, score }) => [name, score]));
    expect(scores.get("Spread")).toBe("0.50 (chance 1.00)");
    expect(scores.get("Distance")).toBe("12.00");
    expect(scores.get("Induction")).toBeNull();
  });
});

it("shows the numbers alone in an atlas from before chance was measured", () => {
  const { metrics: own } = head({ induction: 0.9, first: 0.9 });
  const scores = habitRows(text, { metrics: own }).map(({ score }) => score);
  expect(scores).toEqual(["0.70", "0.20", "0.90", "0.90", "0.20", "6.00"]);
});

it("shows later measures where there is a number of them, and no dash where there is none", () => {
  const repeats = habitRows(text, head({ duplicate: 0.4 }, { duplicate: 0.1 }));
  expect(repeats.find(({ name }) => name === "Same token")).toMatchObject({
    score: "0.40 (chance 0.10)",
    note: "mean weight on earlier copies of the token, from tokens that have any",
  });
  const measured = { sameRow: 0.4, sameColumn: 0.2, objects: null, sameObject: null, duplicate: null };
  const rows = habitRows(pictures(1), { metrics: { ...metrics, ...measured }, chance });
  expect(rows.slice(-3).map(({ name, score }) => [name, score])).toEqual([
    ["Distance", "3.00 (chance 3.00)"],
    ["Same row", "0.40"],
    ["Same column", "0.20"],
  ]);
});

it("shows beside each number what chance gives, and nothing for what was not measured", () => {
  const rows = habitRows(text, head({ induction: null, first: 0.45 }, { induction: null }));
  expect(rows.map(({ name, score }) => [name, score])).toEqual([
    ["Spread", "0.70 (chance 1.00)"],
    ["Previous token", "0.20 (chance 0.20)"],
    ["First token", "0.45 (chance 0.20)"],
    ["Induction", null],
    ["Itself", "0.20 (chance 0.20)"],
    ["Distance", "6.00 (chance 6.00)"],
  ]);
});
