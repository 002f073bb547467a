import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlation, ranksOf } from "#math/rank-correlation.ts";

describe("ranksOf", () => {
  it("counts from 0, and lets equal values share their mean rank; worked by hand", () => {
    expect([...ranksOf(Float64Array.of(30, 10, 30, 20))]).toEqual([2.5, 0, 2.5, 1]);
    expect([...ranksOf(Float64Array.of(5, 5, 5, -1))]).toEqual([2, 2, 2, 0]);
    expect([...ranksOf(Float64Array.of(1, 1, 2))]).toEqual([0.5, 0.5, 2]);
    expect([...ranksOf(Float64Array.of(7))]).toEqual([0]);
    expect([...ranksOf(new Float64Array(0))]).toEqual([]);
  });

  it("lets no two share a rank that are no numbers, and comes to an end", () => {
    expect([...ranksOf(new Float64Array(3).fill(Number.NaN))]).toEqual([0, 1, 2]);
  });

  it("gives ranks that add up to those without ties", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 }), (values) => {
        const sum = ranksOf(Float64Array.from(values)).reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo((values.length * (values.length - 1)) / 2, 9);
      }),
    );
  });
});

describe("correlation", () => {
  const x = Float64Array.of(1, 2, 3);

  it("is 1, −1, and one half, worked by hand", () => {
    expect(correlation(x, Float64Array.of(10, 20, 30))).toBeCloseTo(1, 12);
    expect(correlation(x, Float64Array.of(6, 4, 2))).toBeCloseTo(-1, 12);
    // Deviations −1 0 1 and −1 1 0: 1 / √(2 · 2).
    expect(correlation(x, Float64Array.of(1, 3, 2))).toBeCloseTo(0.5, 12);
    // Deviations −1 0 1 and −2 −2 4: 6 / √(2 · 24).
    expect(correlation(x, Float64Array.of(0, 0, 6))).toBeCloseTo(6 / Math.sqrt(48), 12);
  });

  it("is the same for numbers of any size", () => {
    const small = x.map((value) => value / 1000);
    expect(correlation(small, small)).toBeCloseTo(1, 12);
  });

  it("is 0 where one of them does not vary", () => {
    expect(correlation(x, Float64Array.of(4, 4, 4))).toBe(0);
    expect(correlation(Float64Array.of(4, 4, 4), x)).toBe(0);
  });
});
