import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halfExtent, homeCamera, PADDING_PX, unitPx } from "#drawing/map/home.ts";

const flat = (x: number[], y: number[]) => ({
  coordinates: { n: x.length, x: Float32Array.from(x), y: Float32Array.from(y) },
});

describe("the extent of a map's points", () => {
  it("is their largest distance from the middle, along each axis", () => {
    expect(halfExtent(flat([-1, 0.5], [0.25, -0.5]))).toEqual({ x: 1, y: 0.5 });
  });

  it("leaves out points that cross-attention does not have", () => {
    expect(halfExtent(flat([NaN, 0.5, -1], [NaN, 0.25, 0]))).toEqual({ x: 1, y: 0.25 });
  });

  it("is a square where there is nothing to measure", () => {
    expect(halfExtent(flat([], []))).toEqual({ x: 1, y: 1 });
    expect(halfExtent(flat([0], [0]))).toEqual({ x: 1, y: 1 });
  });

  it("is that of the tilted cloud in three dimensions", () => {
    // At yaw 0.5 and pitch 0.35, a point on the first axis lies at (cos 0.5, sin 0.35 · sin 0.5).
    const { x, y } = halfExtent({
      coordinates: { n: 1, x: Float32Array.of(1), y: Float32Array.of(0), z: Float32Array.of(0) },
    });
    expect(x).toBeCloseTo(Math.cos(0.5));
    expect(y).toBeCloseTo(Math.sin(0.35) * Math.sin(0.5));
  });
});

describe("the camera that shows the whole map", () => {
  it("fits a square cloud to the shorter side, and a wide one to the width", () => {
    const frame = { width: 1024, height: 524 };
    expect(homeCamera({ x: 1, y: 1 }, false, frame)).toEqual({ x: 0, y: 0, zoom: 1, turned: null });
    // 250 px per unit fit the height; the cloud that is half as high may take 500 px per unit.
    expect(homeCamera({ x: 1, y: 0.5 }, false, frame).zoom).toBe(2);
  });

  it("leaves the margin at the edge that the cloud comes nearest to, and no more", () => {
    const size = fc.integer({ min: 100, max: 2000 });
    const half = fc.double({ min: 0.02, max: 1, noNaN: true });
    fc.assert(
      fc.property(size, size, half, half, (width, height, x, y) => {
        const { zoom } = homeCamera({ x, y }, false, { width, height });
        const scale = zoom * unitPx(width, height);
        const margins = [width / 2 - x * scale, height / 2 - y * scale];
        expect(Math.min(...margins)).toBeCloseTo(PADDING_PX, 5);
      }),
    );
  });

  it("opens a 3-D map tilted", () => {
    expect(homeCamera({ x: 1, y: 1 }, true, { width: 400, height: 400 }).turned).not.toBeNull();
  });
});
