import { interpolateBlues, interpolateBuGn, interpolateOranges, interpolateRdPu } from "d3-scale-chromatic";
import { describe, expect, it } from "vitest";
import { NEUTRAL } from "#color/palette.ts";
import { hexOf, onRamp, ramp } from "#color/ramps.ts";

/** `#010203` → `rgb(1, 2, 3)`, as d3 writes it. */
function rgb(color: string | undefined): string {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt((color ?? "").slice(at, at + 2), 16));
  return `rgb(${r}, ${g}, ${b})`;
}

describe("a ramp", () => {
  it.each([
    ["query", false, interpolateBuGn],
    ["key", false, interpolateRdPu],
    ["query", true, interpolateBlues],
    ["key", true, interpolateOranges],
  ] as const)(
    "of %s (safe: %s) stands out from every background, and stands out most where it is high",
    (role, isSafe, scheme) => {
      const [light, dark] = [ramp(role, "light", isSafe), ramp(role, "dark", isSafe)];
      expect([light.length, dark.length]).toEqual([32, 32]);
      expect([rgb(light[0]), rgb(light[31])]).toEqual([scheme(0.3), scheme(0.98)]);
      expect([rgb(dark[0]), rgb(dark[31])]).toEqual([scheme(0.76), scheme(0.2)]);
    },
  );

  it("for both papers goes from gray to the color of the role in even steps", () => {
    const colors = ramp("query", "both", true);
    expect([colors[0], colors[31]]).toEqual([NEUTRAL, "#0072b2"]);
    // 10 / 31 of the way from 133, 133, 126 to 0, 114, 178: 90.1, 126.9, 142.8.
    expect(colors[10]).toBe("#5a7f8f");
    for (const color of colors) expect(color).toMatch(/^#[0-9a-f]{6}$/);
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
