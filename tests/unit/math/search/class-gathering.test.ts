import { describe, expect, it } from "vitest";
import { classGathering } from "#math/search/class-gathering.ts";

const members = { starts: Uint32Array.of(0, 2, 3, 4), tokens: Uint32Array.of(0, 1, 2, 3) };

describe("classGathering", () => {
  it("is the share of members among the nearest points of the same role", () => {
    // Four tokens: queries 0 … 3, keys 4 … 7. Tokens 0 and 1 are a class of two, so one neighbor counts.
    const indices = Int32Array.from(
      [
        [4, 1], // query 0: its own key is nearest, and no query; then a member
        [2, 0], // query 1: a stranger first
        [0, 1],
        [0, 1],
        [5, 0], // key 0: a member first
        [0, 1], // key 1: no key among its neighbors
        [4, 5],
        [4, 5],
      ].flat(),
    );
    const shares = classGathering({ indices, k: 2 }, { nClasses: 3, members }, 4);
    expect(shares[0]).toBeCloseTo((1 + 0 + 1) / 3, 12);
    // A single token cannot gather.
    expect([...shares.subarray(1)]).toEqual([NaN, NaN]);
  });

  it("is unknown where a class has all tokens, or its points no neighbor of their role", () => {
    const all = { starts: Uint32Array.of(0, 2), tokens: Uint32Array.of(0, 1) };
    const indices = Int32Array.of(2, 3, 0, 1);
    expect(classGathering({ indices, k: 1 }, { nClasses: 1, members: all }, 2)[0]).toBe(NaN);
    const far = Int32Array.of(4, 5, 6, 7, 0, 1, 2, 3);
    expect(classGathering({ indices: far, k: 1 }, { nClasses: 3, members }, 4)[0]).toBe(NaN);
  });
});
