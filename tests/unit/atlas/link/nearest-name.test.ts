import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestName, slipsBetween } from "#atlas/link/nearest-name.ts";

describe("slips between words", () => {
  it("are letters added, left out, replaced and swapped", () => {
    expect(slipsBetween("color", "colour")).toBe(1);
    expect(slipsBetween("colour", "color")).toBe(1);
    expect(slipsBetween("color", "colon")).toBe(1);
    expect(slipsBetween("mehtod", "method")).toBe(1);
    expect(slipsBetween("kitten", "sitting")).toBe(3);
    expect(slipsBetween("", "abc")).toBe(3);
  });

  it("are as many in both directions, and none only between equal words", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(slipsBetween(a, b)).toBe(slipsBetween(b, a));
        expect(slipsBetween(a, b) === 0).toBe(a === b);
        expect(slipsBetween(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe("the nearest name", () => {
  const known = ["method", "dimensions", "color", "search", "names", "letters", "lines"];

  it.each([
    ["colour", "color"],
    ["Color", "color"],
    ["COLOR", "color"],
    ["mehtod", "method"],
    ["dim", "dimensions"],
    ["dims", "dimensions"],
    ["methods", "method"],
    ["line", "lines"],
    ["serch", "search"],
  ])("of %s is %s", (name, near) => {
    expect(nearestName(name, known)).toBe(near);
  });

  it("is none of what is far from all", () => {
    for (const name of ["", "x", "zoo", "banana", "<script>", "l".repeat(10_000)])
      expect(nearestName(name, known), name).toBeUndefined();
  });

  it("is none where nothing is known", () => {
    expect(nearestName("color", [])).toBeUndefined();
  });

  it("is a whole word rather than a beginning", () => {
    expect(nearestName("patch", ["patch-mean", "patch"])).toBe("patch");
  });
});
