import { describe, expect, it } from "vitest";
import { classWeights, type Classes } from "#math/search/class-weights.ts";

/** Classes of one column. */
function classesOf(of: readonly number[], nClasses: number): Classes {
  const byClass = Array.from({ length: nClasses }, (_, c) => [...of.keys()].filter((t) => of[t] === c));
  const starts = [0];
  for (const own of byClass) starts.push(starts.at(-1) + own.length);
  return {
    nClasses,
    members: { starts: Uint32Array.from(starts), tokens: Uint32Array.from(byClass.flat()) },
    keyClasses: [Int32Array.from(of)],
  };
}

const entries = ({ queries, keys, means }: ReturnType<typeof classWeights>): unknown[] =>
  [...queries].map((query, i) => [query, keys[i], Number(means[i]!.toFixed(6))]);

// A B A | B A, seen causally.
const classes = classesOf([0, 1, 0, 1, 0], 2);
const patterns = {
  starts: Uint32Array.of(0, 3, 5),
  isCausal: true,
  weights: Float32Array.from([1, 0, 0, 0.25, 0.75, 0, 0.1, 0.6, 0.3, 1, 0, 0.9, 0.1]),
};

describe("classWeights", () => {
  it("is the mean weight of the queries that see the other class, counted by hand", () => {
    // A to B: 0.6 and 0.9 where A sees B; the first A sees none. B to B: 0.75 and 1; uniform gives 1/2 and 1.
    expect(entries(classWeights(patterns, classes, 0.02))).toEqual([
      [0, 1, 0.75],
      [1, 1, 0.875],
    ]);
  });

  it("keeps nothing below the floor, and nothing that uniform attention gives too", () => {
    expect(entries(classWeights(patterns, classes, 0.8))).toEqual([[1, 1, 0.875]]);
    const weights = Float32Array.from([1, 0, 0, 1 / 2, 1 / 2, 0, 1 / 3, 1 / 3, 1 / 3, 1, 0, 1 / 2, 1 / 2]);
    expect(entries(classWeights({ ...patterns, weights }, classes, 0))).toEqual([]);
  });

  it("adds up the weight on several keys of a class", () => {
    const seeingAll = { starts: Uint32Array.of(0, 3), isCausal: false };
    const weights = Float32Array.from([0.5, 0.1, 0.4, 0, 1, 0, 0.5, 0, 0.5]);
    const found = classWeights({ ...seeingAll, weights }, classesOf([0, 1, 0], 2), 0.02);
    expect(entries(found)).toEqual([
      [0, 0, 0.95],
      [1, 1, 1],
    ]);
  });

  it("leaves tokens without a class out", () => {
    expect(entries(classWeights(patterns, classesOf([-1, 0, -1, 0, -1], 1), 0.02))).toEqual([[0, 0, 0.875]]);
  });
});
