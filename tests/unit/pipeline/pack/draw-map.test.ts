import { describe, expect, it } from "vitest";
import { ROLE_COLORS, rgbOf } from "#atlas/role-colors.ts";
import { drawMap } from "#pipeline/pack/draw-map.ts";

const options = { sizePx: 41, radiusPx: 3, marginPx: 5 };

function pixel(rgba: Uint8Array, x: number, y: number): number[] {
  return [...rgba.subarray((y * options.sizePx + x) * 4, (y * options.sizePx + x) * 4 + 4)];
}

describe("drawMap", () => {
  it("draws queries as green discs and keys as pink rings, y upward, on nothing", () => {
    // Query at the lower left, key at the upper right.
    const { rgba } = drawMap(Float32Array.of(0, 0, 1, 1), 2, 1, options);
    expect(pixel(rgba, 5, 35).slice(0, 3)).toEqual(rgbOf(ROLE_COLORS.query));
    expect(pixel(rgba, 5, 35)[3]).toBeGreaterThan(200);
    expect(pixel(rgba, 35, 5)[3], "the middle of a ring is empty").toBe(0);
    expect(pixel(rgba, 38, 5).slice(0, 3)).toEqual(rgbOf(ROLE_COLORS.key));
    expect(pixel(rgba, 20, 20)).toEqual([0, 0, 0, 0]);
  });

  it("keeps equal axes: a flat cloud stays in the middle rows", () => {
    const { rgba } = drawMap(Float32Array.of(0, 0, 10, 0.1, 5, 0, 5, 0.1), 2, 2, options);
    const inked = Array.from({ length: options.sizePx }, (_, y) =>
      rgba.subarray(y * options.sizePx * 4, (y + 1) * options.sizePx * 4).some((value) => value > 0),
    );
    expect(inked.indexOf(true)).toBeGreaterThan(14);
    expect(inked.lastIndexOf(true)).toBeLessThan(27);
  });

  it("draws more keys than queries, as cross-attention has them", () => {
    const { rgba } = drawMap(Float32Array.of(0, 0, 1, 1, 1, 0), 2, 1, options);
    expect(pixel(rgba, 5, 35).slice(0, 3)).toEqual(rgbOf(ROLE_COLORS.query));
    expect(pixel(rgba, 38, 5).slice(0, 3)).toEqual(rgbOf(ROLE_COLORS.key));
    expect(pixel(rgba, 38, 35).slice(0, 3)).toEqual(rgbOf(ROLE_COLORS.key));
  });

  it("draws a head whose points all lie in one place", () => {
    const { rgba } = drawMap(new Float32Array(8), 2, 2, options);
    expect(pixel(rgba, 20, 20)[3]).toBeGreaterThan(200);
  });

  it("looks along the last axis in 3-D", () => {
    const flat = drawMap(Float32Array.of(0, 0, 1, 1), 2, 1, options);
    const deep = drawMap(Float32Array.of(0, 0, 7, 1, 1, -3), 3, 1, options);
    expect(deep.rgba).toEqual(flat.rgba);
  });
});
