import { describe, expect, it } from "vitest";
import { OVERLAP_COLOR, ROLE_COLORS, rgbOf, type Role } from "#atlas/role-colors.ts";
import { paintPoints } from "#color/paint-points.ts";
import { drawMap, packedColor, paintTrace, placeInSquare, type Picture } from "#pipeline/pack/draw-map.ts";

const options = { sizePx: 41, radiusPx: 3, marginPx: 5 };

function pixel(rgba: Uint8Array, x: number, y: number): number[] {
  return [...rgba.subarray((y * options.sizePx + x) * 4, (y * options.sizePx + x) * 4 + 4)];
}

const roles = (_: number, role: Role): string => ROLE_COLORS[role];

interface Look {
  readonly color?: (token: number, role: Role) => string;
  readonly overlap?: string;
  readonly radiusPx?: number;
}

/** Points as the file of a map has them, in −1 … 1; queries first. */
function draw(x: readonly number[], y: readonly number[], look: Look = {}): Picture {
  const { color = roles, overlap, radiusPx = options.radiusPx } = look;
  const place = placeInSquare(Float32Array.from(x), Float32Array.from(y), options);
  const paint = {
    colors: paintPoints({ color }, x.length / 2, null),
    overlap: overlap === undefined ? null : packedColor(overlap),
  };
  return drawMap(place, paint, { ...options, radiusPx });
}

describe("drawMap", () => {
  it("draws queries as discs and keys as rings, y upward, on nothing", () => {
    // Query at the lower left, key at the upper right.
    const { rgba } = draw([-1, 1], [-1, 1]);
    expect(pixel(rgba, 5, 35).slice(0, 3)).toEqual(rgbOf(ROLE_COLORS.query));
    expect(pixel(rgba, 5, 35)[3]).toBeGreaterThan(200);
    expect(pixel(rgba, 35, 5)[3], "the middle of a ring is empty").toBe(0);
    expect(pixel(rgba, 38, 5).slice(0, 3)).toEqual(rgbOf(ROLE_COLORS.key));
    expect(pixel(rgba, 20, 20)).toEqual([0, 0, 0, 0]);
  });

  it("draws each point in its own color", () => {
    const { rgba } = draw([-1, 1, 0, 0], [0, 0, 1, -1], {
      color: (token, role) => (role === "key" ? "#010203" : token === 0 ? "#ff0000" : "#0000ff"),
    });
    expect(pixel(rgba, 5, 20).slice(0, 3)).toEqual([255, 0, 0]);
    expect(pixel(rgba, 35, 20).slice(0, 3)).toEqual([0, 0, 255]);
    expect(pixel(rgba, 23, 5).slice(0, 3)).toEqual([1, 2, 3]);
  });

  it("leaves out points that do not exist, as cross-attention has more keys than queries", () => {
    const { rgba } = draw([-1, NaN, 1, 1], [-1, NaN, 1, -1]);
    expect(pixel(rgba, 5, 35).slice(0, 3)).toEqual(rgbOf(ROLE_COLORS.query));
    expect(pixel(rgba, 38, 5).slice(0, 3)).toEqual(rgbOf(ROLE_COLORS.key));
    expect(pixel(rgba, 38, 35).slice(0, 3)).toEqual(rgbOf(ROLE_COLORS.key));
  });

  it("draws a head whose points all lie in one place", () => {
    const { rgba } = draw([0, 0, 0, 0], [0, 0, 0, 0]);
    expect(pixel(rgba, 20, 20)[3]).toBeGreaterThan(200);
  });
});

describe("where queries and keys cover each other", () => {
  // One pixel: a query covers 0.9 of it, a key 0.5.
  const trace = {
    sizePx: 1,
    starts: Uint32Array.of(0, 1, 2),
    pixels: Uint32Array.of(0, 0),
    covers: Float32Array.of(0.9, 0.5),
  };
  const [red, green, blue] = [packedColor("#ff0000"), packedColor("#00ff00"), packedColor("#0000ff")];
  const painted = (overlap: number | null, below = [0, 0, 0, 0]): number[] => {
    const rgba = Uint8Array.from(below);
    paintTrace(trace, Uint32Array.of(red, green), { rgba, widthPx: 1, leftPx: 0, topPx: 0 }, overlap);
    return [...rgba];
  };

  it("has a third color: as much of it as both cover", () => {
    // Query alone 0.45, key alone 0.05, both 0.45, nothing 0.05.
    expect(painted(blue)).toEqual([121, 13, 121, 242]);
    expect(painted(blue, [255, 255, 255, 255])).toEqual([128, 26, 128, 255]);
  });

  it("has the color of what is painted last, where there is no third one", () => {
    const [r = 0, g = 0, b = 0] = painted(null);
    expect(g).toBeGreaterThan(r);
    expect(b).toBe(0);
  });

  it("does not depend on the order of the points", () => {
    const places = Array.from({ length: 40 }, (_, i) => [Math.sin(i * 7), Math.cos(i * 11)] as const);
    const of = (order: readonly number[]): Uint8Array => {
      const axis = (at: 0 | 1): number[] => order.map((i) => places[i]![at]);
      return draw(axis(0), axis(1), { overlap: OVERLAP_COLOR }).rgba;
    };
    const forward = Array.from({ length: 20 }, (_, i) => i);
    const back = forward.toReversed();
    const [one, two] = [forward, back].map((queries) => of([...queries, ...queries.map((i) => i + 20)]));
    // Products of shares differ in their last digits, and so may a rounded byte.
    one!.forEach((value, i) => expect(Math.abs(value - two![i]!)).toBeLessThanOrEqual(1));
  });

  it("is violet where the mode has that color", () => {
    const { rgba } = draw([0, 0, 0, 0], [0, 0, 0, 0], { overlap: OVERLAP_COLOR, radiusPx: 6 });
    const [r = 0, g = 0, b = 0] = pixel(rgba, 26, 20);
    expect(Math.max(r, g)).toBeLessThan(b);
  });
});
