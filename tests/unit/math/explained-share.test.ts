import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainedShare } from "#math/explained-share.ts";

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
