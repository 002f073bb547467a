import { describe, expect, it } from "vitest";
import { sizesOf } from "#drawing/map/point-sizes.ts";

describe("sizesOf", () => {
  it("gives the shortest vector half a diameter and the longest 1.8, with areas growing evenly between", () => {
    const [short = 0, middle = 0, long = 0] = sizesOf(Float32Array.of(1, 2, 3));
    expect(short).toBeCloseTo(0.5);
    expect(long).toBeCloseTo(1.8);
    expect(middle ** 2).toBeCloseTo((0.5 ** 2 + 1.8 ** 2) / 2);
  });

  it("gives equal vectors equal points", () => {
    const sizes = sizesOf(Float32Array.of(2, 2, 2));
    expect(new Set(sizes).size).toBe(1);
    expect(sizes[0]).toBeGreaterThan(0);
  });
});
