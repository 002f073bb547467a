import { describe, expect, it } from "vitest";
import { checkManifest } from "#atlas/files/check-manifest.ts";
import { readManifest } from "#atlas/files/manifest.ts";
import { checkPatterns } from "#atlas/patterns/check-patterns.ts";
import { NO_MAPS } from "#atlas/patterns/patterns.ts";
import { patternSequence } from "../../../helpers/pattern-sequence.ts";

const sequence = patternSequence(3, [[1, 0, 0.5], [2, 2, 1]]); // prettier-ignore
const whole = {
  v: 1,
  sequences: [sequence],
  attended: [{ token: "a", weight: 2 }],
  distances: { edges: [0, 1], values: [3] },
};

describe("the file of a head without a map", () => {
  it("is taken as it is", () => {
    expect(checkPatterns(whole)).toBe(whole);
  });

  it.each([
    [{ v: 2 }, "v: expected 1"],
    [{ sequences: {} }, "sequences: expected a list"],
    [{ sequences: [{ ...sequence, weights: [1] }] }, "sequences[0]: expected a weight for each index"],
    [{ sequences: [{ ...sequence, indices: [1, 9] }] }, "indices within the sequence"],
    [{ sequences: [{ ...sequence, tokens: ["a", 1, "c"] }] }, "sequences[0].tokens"],
    [{ attended: [{ token: "a" }] }, "attended[0].weight"],
  ])("is refused with %j", (changes, message) => {
    expect(() => checkPatterns({ ...whole, ...changes })).toThrow(message);
  });
});

describe("readers of maps", () => {
  it("say why they cannot show an atlas of patterns", () => {
    const manifest = { kind: "patterns", formatVersion: 1 };
    expect(() => readManifest(manifest)).toThrow(NO_MAPS);
    expect(() => checkManifest(manifest)).toThrow(NO_MAPS);
  });
});
