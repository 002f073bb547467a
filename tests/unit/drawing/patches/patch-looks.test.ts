import { describe, expect, it } from "vitest";
import { LOOK_LENGTH, looksOf } from "#drawing/patches/patch-looks.ts";

describe("the look of a patch", () => {
  it("is the mean color of each of its sixteen parts", () => {
    const [nCells, cellPx] = [2, 8];
    const rgba = new Uint8ClampedArray(nCells * cellPx * cellPx * 4);
    // The second cell: its lower right part has two red and two black pixels.
    for (const x of [14, 15]) rgba[(6 * nCells * cellPx + x) * 4] = 100;
    const looks = looksOf(rgba, nCells, cellPx);
    const red = Array.from(looks).flatMap((value, at) => (value > 0 ? [[at, value]] : []));
    expect(red).toEqual([[LOOK_LENGTH + 15 * 3, 50]]);
  });

  it("has every pixel of a patch that does not divide into parts", () => {
    const cellPx = 7;
    const rgba = new Uint8ClampedArray(cellPx * cellPx * 4).fill(80);
    expect(Array.from(looksOf(rgba, 1, cellPx))).toEqual(Array(LOOK_LENGTH).fill(80));
  });

  it("is the same for a patch of fewer pixels than parts, whichever it is", () => {
    const looks = looksOf(new Uint8ClampedArray(2 * 4 * 4).fill(60), 2, 2);
    expect(looks.subarray(0, LOOK_LENGTH)).toEqual(looks.subarray(LOOK_LENGTH));
    expect(Math.max(...looks)).toBe(60);
  });
});
