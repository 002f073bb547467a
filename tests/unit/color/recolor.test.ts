import { describe, expect, it } from "vitest";
import { rgbOf } from "#atlas/role-colors.ts";
import type { Coloring } from "#color/color-mode.ts";
import { NEUTRAL, roleColors } from "#color/palette.ts";
import { ramp } from "#color/ramps.ts";
import { recolorMatrix, safeColorMatrix, withSafeRamps } from "#color/recolor.ts";

function apply(matrix: readonly number[], color: readonly number[]): number[] {
  return [0, 3, 6].map((row) =>
    Math.round(color.reduce((sum, value, i) => sum + value * (matrix[row + i] ?? 0), 0)),
  );
}

/** Of pictures of numbers: [3, 4], the last column as a share of white. */
function rampRows(): number[][] {
  const values = safeColorMatrix("ramps").split(" ").map(Number);
  return [0, 5, 10].map((at) => [...values.slice(at, at + 3), values[at + 4]!]);
}

describe("the recoloring of ramps", () => {
  const stops = (isSafe: boolean): number[][] => [
    ...(["query", "key"] as const).flatMap((role) => {
      const colors = ramp(role, isSafe);
      return [0, 1, 2, 3, 4, 5, 6].map((i) => rgbOf(colors[Math.round((i * 31) / 6)]!));
    }),
    ...Array.from({ length: 3 }, () => rgbOf(NEUTRAL)),
  ];
  const [from, to] = [stops(false), stops(true)];
  const errors = rampRows().map((row, channel) =>
    from.map((color, i) => color.reduce((sum, x, c) => sum + x * row[c]!, 255 * row[3]!) - to[i]![channel]!),
  );

  it("is the one that errs least: no input is left that its errors go along with", () => {
    for (const error of errors) {
      for (const input of [0, 1, 2, 3]) {
        const sum = error.reduce((total, e, i) => total + e * (input < 3 ? from[i]![input]! : 255), 0);
        // Of terms of about 10 times 150 each; the matrix has four decimals, and stops lie between colors.
        expect(Math.abs(sum) / from.length / 150).toBeLessThan(1.5);
      }
    }
  });

  it("keeps the gray, and queries apart from keys", () => {
    for (const error of errors) expect(Math.abs(error.at(-1))).toBeLessThan(20);
    const colors = { query: ramp("query"), key: ramp("key") };
    const drawn: Coloring = { color: () => "", ramp: { low: "0", high: "1", colors } };
    const { query, key } = withSafeRamps(drawn).ramp!.colors;
    for (const color of query!) expect(rgbOf(color)[2]).toBeGreaterThan(rgbOf(color)[0]);
    for (const color of key!) expect(rgbOf(color)[0]).toBeGreaterThan(rgbOf(color)[2]);
    expect(withSafeRamps({ color: () => "" })).not.toHaveProperty("ramp");
  });
});

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
    const values = safeColorMatrix("roles").split(" ").map(Number);
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
      safeColorMatrix("roles")
        .split(" ")
        .slice(row * 5, row * 5 + 5),
    );
    for (const row of rows) {
      for (const text of row) expect(text).toMatch(/^-?\d\.\d{4}$/);
      expect(row.slice(3)).toEqual(["0.0000", "0.0000"]);
    }
  });
});
