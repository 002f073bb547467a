import { describe, expect, it } from "vitest";
import {
  paintDisks,
  paintSquares,
  type PaintedDots,
  type Picture,
} from "../../../../src/viewer/finder/paint-dots.ts";

const picture = (width: number, height: number): Picture => ({
  data: new Uint8ClampedArray(width * height * 4),
  width,
  height,
});
const pixel = ({ data, width }: Picture, x: number, y: number): number[] => [
  ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
];
const dots = (places: readonly (readonly [number, number])[], radius = 2, ratio = 1): PaintedDots => ({
  x: Float32Array.from(places, ([x]) => x),
  y: Float32Array.from(places, ([, y]) => y),
  radius,
  ratio,
});
const RED = [255, 0, 0] as const;
const BLUE = [0, 0, 255] as const;

describe("painted disks", () => {
  it("have the color in the middle, and nothing beyond the radius", () => {
    const own = picture(11, 11);
    paintDisks(own, dots([[5.5, 5.5]]), () => RED, 0.8);
    expect(pixel(own, 5, 5)).toEqual([255, 0, 0, 204]);
    expect(pixel(own, 5, 1)).toEqual([0, 0, 0, 0]);
    expect(pixel(own, 2, 2)).toEqual([0, 0, 0, 0]);
  });

  it.each([1, 2, 3])("cover as much as a disk does, wherever they lie, with %i pixels for each", (ratio) => {
    for (const [x, y] of [
      [8, 8],
      [8.3, 7.9],
      [7.55, 8.8],
    ] as const) {
      const own = picture(16 * ratio, 16 * ratio);
      paintDisks(own, dots([[x, y]], 2.2, ratio), () => RED, 1);
      const alphas = own.data.filter((_, at) => at % 4 === 3);
      const area = alphas.reduce((sum, alpha) => sum + alpha / 255, 0);
      const wanted = Math.PI * (2.2 * ratio) ** 2;
      expect(Math.abs(area / wanted - 1)).toBeLessThan(0.06);
      const mean = (along: (at: number) => number): number =>
        alphas.reduce((sum, alpha, at) => sum + (alpha / 255) * (along(at) + 0.5), 0) / area / ratio;
      expect(Math.abs(mean((at) => at % own.width) - x)).toBeLessThan(0.2);
      expect(Math.abs(mean((at) => Math.floor(at / own.width)) - y)).toBeLessThan(0.2);
    }
  });

  it("are laid over each other, and cut at the edges", () => {
    const own = picture(8, 8);
    const two = dots([
      [4.5, 4.5],
      [4.5, 4.5],
    ]);
    paintDisks(own, two, (dot) => (dot === 0 ? RED : BLUE), 0.5);
    // Half of blue over half of red: three quarters, of which two thirds are blue.
    const [red = 0, , blue = 0, alpha] = pixel(own, 4, 4);
    expect([Math.round(red / 85), Math.round(blue / 85), alpha]).toEqual([1, 2, 192]);
    paintDisks(own, dots([[0, 7.9]]), () => RED, 1);
    expect(pixel(own, 0, 7)).toEqual([255, 0, 0, 255]);
  });

  it("leave out dots without a place or a color", () => {
    const own = picture(8, 8);
    paintDisks(own, dots([[NaN, 4]]), () => RED, 1);
    paintDisks(own, dots([[4, 4]]), () => undefined, 1);
    expect(own.data.every((value) => value === 0)).toBe(true);
  });
});

describe("painted squares", () => {
  it("do not darken where they overlap", () => {
    const own = picture(8, 8);
    const two = dots([
      [4, 4],
      [4, 4],
    ]);
    paintSquares(own, two, () => true, BLUE, 0.2);
    expect(pixel(own, 4, 4)).toEqual([0, 0, 255, 51]);
    expect(pixel(own, 0, 0)).toEqual([0, 0, 0, 0]);
  });
});
