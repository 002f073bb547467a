import { describe, expect, it } from "vitest";
import type { Manifest } from "../../../src/atlas/files/manifest.ts";
import { describeDataset, describeModel, describeSample } from "../../../src/site/descriptions.ts";

const told = (dataset: Partial<Manifest["dataset"]>): string | undefined =>
  describeSample({
    dataset: { kind: "text", sampledFrom: null, nSequences: 20, ...dataset },
    seed: 7,
  } as Manifest);

describe("an atlas in a few words", () => {
  const model = (...heads: number[]): string =>
    describeModel({ model: { architecture: "gpt2" }, towers: [{ heads }], dHead: 32 } as unknown as Manifest);
  const dataset = (of: Partial<Manifest["dataset"]>): string =>
    describeDataset({ dataset: { name: "D", kind: "text", ...of } } as Manifest);

  it("counts what there is, one or many", () => {
    expect(model(4, 4)).toBe("gpt2, 2 layers of 4 heads, d_head 32");
    expect(model(4, 3, 4)).toBe("gpt2, 3 layers of up to 4 heads, d_head 32");
    expect(model(1)).toBe("gpt2, 1 layer of 1 head, d_head 32");
    expect(dataset({ nSequences: 70, nTokens: 1999 })).toBe("D: 70 sequences, 1,999 tokens");
    expect(dataset({ nSequences: 1, nTokens: 1 })).toBe("D: 1 sequence, 1 token");
    expect(dataset({ kind: "images", nSequences: 1, nTokens: 65 })).toBe("D: 1 picture, 65 patches");
    expect(dataset({ kind: "images", nSequences: 2, nTokens: 1 })).toBe("D: 2 pictures, 1 patch");
  });
});

describe("describeSample", () => {
  it("says nothing where all is shown whole", () => {
    expect(told({})).toBeUndefined();
  });

  it("says what was sampled, split and cut", () => {
    expect(told({ sampledFrom: { nSequences: 1200, nTokens: 9 } })).toBe(
      "Shows 20 of 1,200 sequences, sampled with seed 7.",
    );
    expect(told({ tooLong: { limit: 64, nSplit: 3, nCut: 0 } })).toBe(
      "3 texts are longer than 64 tokens and split into windows.",
    );
    expect(told({ tooLong: { limit: 64, nSplit: 0, nCut: 1 } })).toBe("1 text is cut after 64 tokens.");
    expect(
      told({ sampledFrom: { nSequences: 30, nTokens: 9 }, tooLong: { limit: 64, nSplit: 1, nCut: 0 } }),
    ).toBe(
      "Shows 20 of 30 sequences, sampled with seed 7. 1 text is longer than 64 tokens and split into windows.",
    );
  });
});
