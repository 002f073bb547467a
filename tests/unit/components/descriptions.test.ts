import { describe, expect, it } from "vitest";
import type { Manifest } from "../../../src/atlas/manifest.ts";
import { describeSample } from "../../../src/components/descriptions.ts";

const told = (dataset: Partial<Manifest["dataset"]>): string | undefined =>
  describeSample({
    dataset: { kind: "text", sampledFrom: null, nSequences: 20, ...dataset },
    seed: 7,
  } as Manifest);

describe("describeSample", () => {
  it("says nothing where all is shown whole", () => {
    expect(told({})).toBeUndefined();
  });

  it("says what was sampled, split and cut", () => {
    expect(told({ sampledFrom: { nSequences: 1200, nTokens: 9 } })).toBe(
      "Shows 20 of 1,200 sequences, drawn by seed 7.",
    );
    expect(told({ tooLong: { limit: 64, nSplit: 3, nCut: 0 } })).toBe(
      "3 texts are longer than 64 tokens and split into windows.",
    );
    expect(told({ tooLong: { limit: 64, nSplit: 0, nCut: 1 } })).toBe("1 text is cut after 64 tokens.");
    expect(
      told({ sampledFrom: { nSequences: 30, nTokens: 9 }, tooLong: { limit: 64, nSplit: 1, nCut: 0 } }),
    ).toBe(
      "Shows 20 of 30 sequences, drawn by seed 7. 1 text is longer than 64 tokens and split into windows.",
    );
  });
});
