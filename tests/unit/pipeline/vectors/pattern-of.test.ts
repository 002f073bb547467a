import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patternOf } from "#pipeline/vectors/pattern-of.ts";

describe("the pattern of queries and keys", () => {
  it("is the softmax of their scaled products", () => {
    // Scores 0 and 2 · ln 2 · 0.5 = ln 2 in the first row, ln 4 and 0 in the second.
    const q = Float32Array.of(1, 0, 0, 2);
    const k = Float32Array.of(0, 2 * Math.LN2, 2 * Math.LN2, 0);
    const options = { length: 2, dHead: 2, scale: 0.5 };
    const all = patternOf(q, k, { ...options, isCausal: false });
    expect([...all].map((weight) => weight.toFixed(6))).toEqual(
      [1 / 3, 2 / 3, 4 / 5, 1 / 5].map((weight) => weight.toFixed(6)),
    );
    expect([...patternOf(q, k, { ...options, isCausal: true })].slice(0, 2)).toEqual([1, 0]);
  });

  it("sums to 1 in every row, however large the scores, and sees nothing ahead where it is causal", () => {
    const numbers = fc.array(fc.float({ min: -1e4, max: 1e4, noNaN: true }), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(numbers, numbers, fc.boolean(), (q, k, isCausal) => {
        const pattern = patternOf(Float32Array.from(q), Float32Array.from(k), {
          length: 4,
          dHead: 3,
          scale: 1,
          isCausal,
        });
        for (let row = 0; row < 4; row++) {
          const weights = [...pattern.subarray(row * 4, row * 4 + 4)];
          expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
          if (isCausal) expect(weights.slice(row + 1).every((weight) => weight === 0)).toBe(true);
        }
      }),
    );
  });
});
