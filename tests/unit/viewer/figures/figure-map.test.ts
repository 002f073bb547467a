import { describe, expect, it } from "vitest";
import { figurePlace, pointUnder } from "#viewer/figures/figure-map.ts";

const coordinates = { x: Float32Array.of(-1, 1, 0, NaN), y: Float32Array.of(1, -1, 0, NaN) };

describe("the map of a figure", () => {
  it("has the margin of a thumbnail, and its y upward", () => {
    const place = figurePlace(coordinates, 240);
    expect([0, 1, 2].map(place)).toEqual([
      [10, 10],
      [230, 230],
      [120, 120],
    ]);
  });

  it("finds the nearest point within reach of the pointer, and none that is not there", () => {
    const place = figurePlace(coordinates, 240);
    expect(pointUnder(place, 4, 14, 13)).toBe(0);
    expect(pointUnder(place, 4, 118, 126)).toBe(2);
    expect(pointUnder(place, 4, 60, 60)).toBeNull();
  });
});
