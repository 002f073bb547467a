import { describe, expect, it } from "vitest";
import { isMostlySame, type Extent } from "#islands/extent.ts";

const of = (...spans: [number, number][]): Extent => ({ of: "position", spans });

describe("two ranges", () => {
  it.each([
    [of([0, 19]), of([8, 19]), true],
    [of([8, 19]), of([10, 17]), true],
    [of([7, 8]), of([8, 9]), false],
    [of([7, 9]), of([8, 10]), true],
    [of([7, 7], [9, 9]), of([9, 9], [11, 11]), false],
    [of([7, 7], [9, 9]), of([7, 9]), true],
    [of([0, 5]), of([6, 9]), false],
  ])("%j and %j are mostly the same: %s", (a, b, expected) => {
    expect(isMostlySame(a, b)).toBe(expected);
    expect(isMostlySame(b, a)).toBe(expected);
  });

  it("are told apart by what they count, and by the role where they are equal", () => {
    expect(isMostlySame(of([0, 5]), { of: "row", spans: [[0, 5]] })).toBe(false);
    expect(isMostlySame(of([0, 5]), of([0, 5]))).toBe(false);
  });
});
