import { expect, it } from "vitest";
import type { MeasuredHead } from "#measures/catalog/measured-head.ts";
import type { HeadReasons } from "../../../../src/reasons/head-reasons.ts";
import { SPECIES_FEATURES } from "../../../../src/site/species/features.ts";

const NONE = { why: "no key of the data set stands in this relation" };

/** How far a head goes by which token the key is. @param share Of its scores, of which all reasons explain 60 %. */
function byToken(share: number, entropy = 0.6, first = 0.1, effects: HeadReasons["effects"] = {}): number {
  const feature = SPECIES_FEATURES.find(({ name }) => name === "Certain tokens");
  const reasons: HeadReasons = {
    nPairs: 100,
    explained: 0.6,
    effects: { key: { effect: null, error: null, share }, ...effects },
    attention: [],
  };
  const head = { metrics: { entropy, first }, chance: { entropy: 1, first: 0.1 }, reasons };
  return feature?.beyondChance(head as unknown as MeasuredHead) ?? NaN;
}

it("counts which token the key is as a share of what all reasons explain, from half on", () => {
  expect(byToken(0.45)).toBeCloseTo(0.75);
  expect(byToken(0.3)).toBeCloseTo(0.5);
  expect(byToken(0.29)).toBe(0);
});

it("counts it less where attention is even, or goes to a place with a name", () => {
  expect(byToken(0.45, 0.8)).toBeCloseTo(0.375);
  expect(byToken(0.45, 1)).toBe(0);
  // 0.325 is a quarter of the way from 0.1 to 1, and half of the way to what has a name.
  expect(byToken(0.45, 0.6, 0.325)).toBeCloseTo(0.375);
});

it("says nothing of pictures, whose keys are places", () => {
  expect(byToken(0.45, 0.6, 0.1, { "same-row": NONE })).toBeNaN();
});
