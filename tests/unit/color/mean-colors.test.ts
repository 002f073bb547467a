import { expect, it } from "vitest";
import { meanColors } from "#color/mean-colors.ts";

it("takes the mean of every cell of a row, whatever its neighbors", () => {
  const [black, white, red] = [
    [0, 0, 0, 255],
    [255, 255, 255, 255],
    [200, 0, 0, 255],
  ];
  // Two cells of 2 × 2 pixels: the first half white, the second red.
  const rgba = [black, white, red, red, white, black, red, red].flat();
  expect([...meanColors(rgba, 2, 2)]).toEqual([128, 128, 128, 200, 0, 0]);
});

it("divides by all pixels of a cell", () => {
  const rgba = Array.from({ length: 9 }, (_, i) => [i === 8 ? 90 : 0, 9, i, 255]).flat();
  expect([...meanColors(rgba, 1, 3)]).toEqual([10, 9, 4]);
});
