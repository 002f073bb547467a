import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median } from "#math/median.ts";

describe("median", () => {
  it("is the middle value, the mean of the two middle ones, or null", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median(Float32Array.of(5))).toBe(5);
    expect(median([])).toBeNull();
  });

  it("sorts numbers as numbers, and leaves out what is none", () => {
    expect(median([10, 9, NaN, 2, NaN])).toBe(9);
    expect(median([NaN])).toBeNull();
  });

  it("has as many values below as above, in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1 }), (values) => {
        const middle = median(values)!;
        const count = (is: (value: number) => boolean): number => values.filter(is).length;
        expect(count((value) => value < middle)).toBeLessThanOrEqual(values.length / 2);
        expect(count((value) => value > middle)).toBeLessThanOrEqual(values.length / 2);
        expect(median(values.toReversed())).toBe(middle);
      }),
    );
  });
});
