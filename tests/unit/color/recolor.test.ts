import { describe, expect, it } from "vitest";
import { rgbOf } from "#atlas/role-colors.ts";
import { NEUTRAL, roleColors } from "#color/palette.ts";
import { recolorMatrix, safeColorMatrix } from "#color/recolor.ts";

function apply(matrix: readonly number[], color: readonly number[]): number[] {
  return [0, 3, 6].map((row) =>
    Math.round(color.reduce((sum, value, i) => sum + value * (matrix[row + i] ?? 0), 0)),
  );
}

describe("recolorMatrix", () => {
  it("leaves colors alone that are to stay", () => {
    const three = ["#ff0000", "#00ff00", "#0000ff"] as const;
    expect(recolorMatrix(three, three).map((x) => x + 0)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it("swaps two channels when two colors swap", () => {
    const swapped = recolorMatrix(["#ff0000", "#00ff00", "#0000ff"], ["#00ff00", "#ff0000", "#0000ff"]);
    expect(apply(swapped, [10, 20, 30])).toEqual([20, 10, 30]);
  });

  it("takes the colors of the thumbnails, and what lies between them and gray, to the safe ones", () => {
    const [before, after] = [roleColors(false), roleColors(true)];
    const values = safeColorMatrix().split(" ").map(Number);
    const matrix = [0, 5, 10].flatMap((row) => values.slice(row, row + 3));
    const near = (actual: number[], wanted: readonly number[]): void =>
      actual.forEach((value, i) => expect(Math.abs(value - (wanted[i] ?? 0))).toBeLessThanOrEqual(1));
    for (const role of ["query", "key"] as const) {
      near(apply(matrix, rgbOf(before[role])), rgbOf(after[role]));
      const half = (color: string): number[] =>
        rgbOf(color).map((value, i) => (value + (rgbOf(NEUTRAL)[i] ?? 0)) / 2);
      near(apply(matrix, half(before[role])), half(after[role]));
    }
    expect(values.slice(15)).toEqual([0, 0, 0, 1, 0]);
  });

  it("is written with four decimals, and neither from the picture's opacity nor from nowhere", () => {
    const rows = Array.from({ length: 3 }, (_, row) =>
      safeColorMatrix()
        .split(" ")
        .slice(row * 5, row * 5 + 5),
    );
    for (const row of rows) {
      for (const text of row) expect(text).toMatch(/^-?\d\.\d{4}$/);
      expect(row.slice(3)).toEqual(["0.0000", "0.0000"]);
    }
  });
});
