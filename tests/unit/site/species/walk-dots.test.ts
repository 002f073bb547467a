import { describe, expect, it } from "vitest";
import { nextPlace } from "../../../../src/site/species/walk-dots.ts";

const PLACES = [
  { x: 0, y: 0 },
  { x: 10, y: 1 },
  { x: 6, y: 9 },
  { x: 0, y: 20 },
];

describe("an arrow key on the map of heads", () => {
  it("goes to the nearest dot in its direction, rather ahead than aside", () => {
    expect(nextPlace(PLACES, 0, [1, 0])).toBe(1);
    expect(nextPlace(PLACES, 0, [0, 1])).toBe(3);
    expect(nextPlace(PLACES, 1, [-1, 0])).toBe(0);
    expect(nextPlace(PLACES, 3, [0, -1])).toBe(0);
  });

  it("stays where there is none", () => {
    expect(nextPlace(PLACES, 0, [-1, 0])).toBe(-1);
    expect(nextPlace([], 0, [1, 0])).toBe(-1);
  });
});
