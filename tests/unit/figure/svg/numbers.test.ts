import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joined, short } from "../../../../src/figure/svg/numbers.ts";

describe("a number in a figure", () => {
  it.each([
    [0, "0"],
    [-0.001, "0"],
    [0.5, ".5"],
    [-0.126, "-.13"],
    [12.3, "12.3"],
    [1e-9, "0"],
    [NaN, "0"],
    [Infinity, "0"],
  ])("%d is written %s", (value, text) => {
    expect(short(value)).toBe(text);
  });

  it("is at most half a hundredth away from what it was", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e5, max: 1e5, noNaN: true }), (value) => {
        expect(Math.abs(Number(short(value)) - value)).toBeLessThanOrEqual(0.005 + 1e-9);
      }),
    );
  });

  it("is told from the next one by a blank, or by its own sign", () => {
    expect(joined([1, 2.5, -3, 0.25])).toBe("1 2.5-3 .25");
  });
});
