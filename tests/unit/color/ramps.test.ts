import { describe, expect, it } from "vitest";
import { rgbOf, type Role } from "#atlas/role-colors.ts";
import { hexOf, mixed, onRamp, ramp } from "#color/ramps.ts";
import { contrast, difference, type Eyes } from "../../helpers/see-colors.ts";

const BACKGROUNDS = ["#fbfaf6", "#f4f2ea", "#16181b", "#1d2023"];
const RAMPS: [Role, boolean][] = [
  ["query", false],
  ["key", false],
  ["query", true],
  ["key", true],
];

describe("a ramp", () => {
  it.each(RAMPS)(
    "of %s (safe: %s) is seen on light and on dark backgrounds, from end to end",
    (role, isSafe) => {
      const colors = ramp(role, isSafe);
      expect(colors).toHaveLength(32);
      for (const color of colors) {
        for (const background of BACKGROUNDS) {
          expect(contrast(color, background), `${color} on ${background}`).toBeGreaterThanOrEqual(3);
        }
      }
    },
  );

  it.each(RAMPS)(
    "of %s (safe: %s) shows the order: the farther apart two numbers, the more their colors differ",
    (role, isSafe) => {
      const colors = ramp(role, isSafe);
      const apart = (from: number, to: number): number => difference(colors[from]!, colors[to]!);
      for (let i = 0; i + 8 < 32; i += 4) {
        expect(apart(i, i + 8)).toBeGreaterThan(8);
        expect(apart(0, i + 8)).toBeGreaterThan(apart(0, i));
      }
      expect(apart(0, 31)).toBeGreaterThan(50);
    },
  );

  it.each(["protan", "deutan"] satisfies Eyes[])(
    "for all eyes keeps its order and the roles apart for %s eyes",
    (eyes) => {
      const [query, key] = [ramp("query", true), ramp("key", true)];
      for (const colors of [query, key])
        expect(difference(colors[0]!, colors[31]!, eyes)).toBeGreaterThan(30);
      for (let i = 0; i < 32; i++) {
        for (let j = 0; j < 32; j++) expect(difference(query[i]!, key[j]!, eyes)).toBeGreaterThan(30);
      }
    },
  );

  it.each([false, true])(
    "is green or blue for queries, and warmer for keys at every number (safe: %s)",
    (isSafe) => {
      const [query, key] = [ramp("query", isSafe), ramp("key", isSafe)];
      for (let i = 0; i < 32; i++) expect(rgbOf(key[i]!)[0]).toBeGreaterThan(rgbOf(query[i]!)[0] + 25);
    },
  );

  it("mixes two colors in even steps", () => {
    expect(mixed("#000000", "#0a64ff", 0.5)).toBe("#053280");
    expect([mixed("#123456", "#ffffff", 0), mixed("#123456", "#ffffff", 1)]).toEqual(["#123456", "#ffffff"]);
  });
});

describe("a number on a ramp", () => {
  const colors = ["low", "middle", "high"];

  it("has the nearest color", () => {
    expect([2, 2.9, 3.1, 4, 4.9, 5.1, 6].map((value) => onRamp(colors, value, 2, 6))).toEqual([
      "low",
      "low",
      "middle",
      "middle",
      "middle",
      "high",
      "high",
    ]);
  });

  it("has the last color beyond the ends", () => {
    expect([onRamp(colors, -9, 2, 6), onRamp(colors, 99, 2, 6)]).toEqual(["low", "high"]);
  });

  it("has the first color where all are alike", () => {
    expect([onRamp(colors, 2, 2, 2), onRamp(colors, 5, 2, 2)]).toEqual(["low", "low"]);
  });
});

it("A color has two digits for each of red, green and blue", () => {
  expect([hexOf(1, 2, 3), hexOf(255, 16, 0)]).toEqual(["#010203", "#ff1000"]);
});
