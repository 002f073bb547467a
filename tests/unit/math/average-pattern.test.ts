import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averagePattern, type SequencePattern } from "#math/average-pattern.ts";

const pattern = (nQueries: number, nKeys: number, weights: readonly number[]): SequencePattern => ({
  nQueries,
  nKeys,
  weights: Float32Array.from(weights),
  stride: nKeys,
});

describe("averagePattern", () => {
  it("takes each mean over the sequences that have both positions, then makes rows sum to 1, by hand", () => {
    const short = pattern(1, 1, [1]);
    const long = pattern(2, 2, [0.5, 0.5, 0.25, 0.75]);
    const { weights, counts } = averagePattern([short, long], 2, 2);
    expect([...counts]).toEqual([2, 1, 1, 1]);
    // Row 0: (1 + 0.5) / 2 and 0.5 / 1, divided by their sum 1.25.
    expect(weights[0]).toBeCloseTo(0.6, 6);
    expect(weights[1]).toBeCloseTo(0.4, 6);
    expect([weights[2], weights[3]]).toEqual([0.25, 0.75]);
  });

  it("reads rows that are wider than the keys, and keeps queries and keys of different lengths apart", () => {
    const wide = { ...pattern(1, 2, [0.25, 0.75, 9, 1, 0, 9]), nQueries: 2, stride: 3 };
    expect([...averagePattern([wide], 2, 2).weights]).toEqual([0.25, 0.75, 1, 0]);
    const cross = averagePattern([pattern(1, 3, [0.5, 0.25, 0.25])], 1, 3);
    expect([...cross.weights]).toEqual([0.5, 0.25, 0.25]);
  });

  it("leaves a row without weight at 0", () => {
    expect([...averagePattern([pattern(1, 2, [0, 0])], 2, 2).weights]).toEqual([0, 0, 0, 0]);
    expect([...averagePattern([], 1, 2).weights]).toEqual([0, 0]);
  });

  it("does not depend on the order of the sequences, and every row sums to 1 or 0", () => {
    const anyPattern = fc.integer({ min: 1, max: 4 }).chain((n) =>
      fc.array(fc.integer({ min: 0, max: 8 }), { minLength: n * n, maxLength: n * n }).map((eighths) =>
        pattern(
          n,
          n,
          eighths.map((eighth) => eighth / 8),
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(anyPattern, { maxLength: 5 }), (patterns) => {
        const { weights } = averagePattern(patterns, 3, 3);
        const turned = averagePattern(patterns.toReversed(), 3, 3).weights;
        weights.forEach((weight, at) => expect(weight).toBeCloseTo(turned[at]!, 5));
        for (const row of [0, 1, 2]) {
          const sum = weights.subarray(row * 3, row * 3 + 3).reduce((a, b) => a + b, 0);
          expect(Math.min(Math.abs(sum), Math.abs(sum - 1))).toBeLessThan(1e-5);
        }
      }),
    );
  });
});
