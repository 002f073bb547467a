import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainedShare } from "#math/explained-share.ts";
import { seededRandom } from "#math/random.ts";

const ones = (n: number): Float32Array => new Float32Array(n).fill(1);

describe("explainedShare", () => {
  it("is 1 where scores are the product times a factor, plus a constant per row", () => {
    const product = [1, 2, 4, 0, -3, 5];
    const scores = product.map((x, i) => 0.5 * x + (i < 3 ? 7 : -2));
    expect(explainedShare(scores, product, ones(6), 3)).toBeCloseTo(1, 12);
  });

  it("is half where a bias of equal variance stands at right angles to the product", () => {
    const product = [1, -1, 1, -1];
    const bias = [1, 1, -1, -1];
    const scores = product.map((x, i) => x + bias[i]!);
    expect(explainedShare(scores, product, ones(4), 4)).toBeCloseTo(0.5, 12);
  });

  it("leaves out what is masked, by weight or by score", () => {
    const product = [1, 2, 3, 9];
    expect(explainedShare([1, 2, 3, -100], product, [1, 1, 1, 0], 4)).toBeCloseTo(1, 12);
    expect(explainedShare([1, 2, 3, -3e38], product, ones(4), 4)).toBeCloseTo(1, 12);
  });

  it("is NaN where a number that is seen is none: NaN is not agreement", () => {
    const [three, none] = [[1, 2, 3], Number.NaN];
    expect(explainedShare([none, none, none], [none, none, none], [none, none, none], 3)).toBeNaN();
    expect(explainedShare(three, three, [1, none, 1], 3)).toBeNaN();
    expect(explainedShare([1, none, 3], three, ones(3), 3)).toBeNaN();
    expect(explainedShare(three, [1, none, 3], ones(3), 3)).toBeNaN();
    expect(explainedShare([2, 2, 2], [1, none, 3], ones(3), 3)).toBeNaN();
    expect(explainedShare([1, Infinity, 3], three, ones(3), 3)).toBeNaN();
    expect(explainedShare([1, none, 3], three, [1, 0, 1], 3)).toBeCloseTo(1, 12);
  });

  it("is 0 where the product points the other way, and 1 where there is nothing to explain", () => {
    expect(explainedShare([3, 2, 1], [1, 2, 3], ones(3), 3)).toBe(0);
    expect(explainedShare([2, 2, 2], [1, 2, 3], ones(3), 3)).toBe(1);
  });

  it("takes scores of −10,000 and weights of 1e-20 for a mask, and no more; worked by hand", () => {
    const product = [1, 2, 3, 9];
    const share = (score: number, weight: number): number =>
      explainedShare([1, 2, 3, score], product, [1, 1, 1, weight], 4);
    for (const score of [-1e4, -1.1e4]) expect(share(score, 1)).toBeCloseTo(1, 12);
    for (const weight of [1e-20, 0.9e-20]) expect(share(4, weight)).toBeCloseTo(1, 12);
    for (const score of [-9.9e3, -6e3]) expect(share(score, 1)).toBe(0);
    // Deviations −1.5 −0.5 0.5 1.5 and −2.75 −1.75 −0.75 5.25: 12.5² / (5 · 38.75).
    for (const weight of [1.1e-20, 1.9e-20, 1])
      expect(share(4, weight)).toBeCloseTo(12.5 ** 2 / (5 * 38.75), 9);
  });

  it("explains what is small, down to squares that add up to 1e-12", () => {
    const apart = (squares: number): number => {
      const half = Math.sqrt(squares / 2);
      return explainedShare([half, -half], [-1, 1], ones(2), 2);
    };
    expect(apart(1.1e-12)).toBe(0);
    expect(apart(0.9e-12)).toBe(1);
    expect(explainedShare([0.01, 0.02], [0.5, 1.5], ones(2), 2)).toBeCloseTo(1, 9);
    // Squares of the product that add up to 1, and a product that says nothing.
    expect(explainedShare([1, -1, 1, -1], [0.5, -0.5, 0.5, -0.5], ones(4), 4)).toBeCloseTo(1, 12);
    expect(explainedShare([1, 2, 3], [5, 5, 5], ones(3), 3)).toBe(0);
  });

  it("does not pass 1 where scores are the product times a factor, by rounding neither", () => {
    const random = seededRandom(1);
    for (let trial = 0; trial < 50; trial++) {
      const product = Array.from({ length: 6 }, () => random() * 10 - 5);
      const scores = product.map((x) => 0.7 * x + 2);
      const share = explainedShare(scores, product, ones(6), 6);
      expect(share).toBeLessThanOrEqual(1);
      expect(share).toBeCloseTo(1, 12);
    }
  });

  it("takes a product for what it is, however small it is beside 1", () => {
    const product = [1e-20, 2e-20, 4e-20, 8e-20];
    expect(explainedShare([1, 2, 4, 8], product, ones(4), 4)).toBeCloseTo(1, 12);
  });

  it("does so where squares of the product are no numbers any more", () => {
    const product = [1, 2, 4, 8].map((x) => x * 1e-200);
    expect(explainedShare([1, 2, 4, 8], product, ones(4), 4)).toBeCloseTo(1, 12);
    expect(explainedShare([1, 2, 4, 8], [0, 0, 0, 0], ones(4), 4)).toBe(0);
  });

  it("stays between 0 and 1, and does not change with the scale of the product", () => {
    const numbers = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(numbers, numbers, (scores, product) => {
        const share = explainedShare(scores, product, ones(12), 4);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        const larger = explainedShare(
          scores,
          product.map((x) => x * 8),
          ones(12),
          4,
        );
        expect(larger).toBeCloseTo(share, 9);
      }),
    );
  });
});
