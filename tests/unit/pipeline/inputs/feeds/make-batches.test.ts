import { describe, expect, it } from "vitest";
import { makeBatches } from "#pipeline/inputs/feeds/make-batches.ts";

describe("makeBatches", () => {
  it("puts sequences of like length together, within the number of tokens, and each in one batch", () => {
    const batches = makeBatches([3, 9, 4, 9, 2], { nTokens: 18 });
    expect(batches).toEqual([
      [4, 0, 2],
      [1, 3],
    ]);
    expect(makeBatches([100], { nTokens: 18 })).toEqual([[0]]);
    expect(makeBatches([], { nTokens: 18 })).toEqual([]);
  });

  it("keeps lengths apart where the model has no mask", () => {
    expect(makeBatches([3, 4, 3, 4], { nTokens: 18, isApart: true })).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it("puts no more sequences together than the model takes", () => {
    expect(makeBatches([3, 3, 3], { nTokens: 18, nSequences: 1 })).toEqual([[0], [1], [2]]);
    expect(makeBatches([3, 3, 3], { nTokens: 18, nSequences: 2 })).toEqual([[0, 1], [2]]);
  });
});
