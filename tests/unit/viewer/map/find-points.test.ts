import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placer, type Frame } from "#drawing/map/frame.ts";
import { PointLayer } from "#drawing/map/point-layer.ts";
import { rotationOf } from "#drawing/map/rotation.ts";
import { nearestPoint, nextPoint, pointAt } from "#viewer/map/find-points.ts";

const FRAME: Frame = { width: 600, height: 400, zoom: 1.5, origin: { x: 280, y: 210 }, scale: 250 };
const N_TOKENS = 40;
const coordinate = fc.float({ min: -1, max: 1, noNaN: true });

/** Points at random, of which every third is faded, on a flat map or a turned one. */
const layers = fc
  .record({
    places: fc.array(fc.tuple(coordinate, coordinate, coordinate), {
      minLength: N_TOKENS * 2,
      maxLength: N_TOKENS * 2,
    }),
    is3d: fc.boolean(),
    yaw: coordinate,
    pitch: coordinate,
  })
  .map(({ places, is3d, ...angles }) => {
    const layer = new PointLayer(N_TOKENS, null);
    const axis = (i: 0 | 1 | 2): Float32Array => Float32Array.from(places, (place) => place[i]);
    const flat = { n: places.length, x: axis(0), y: axis(1) };
    layer.coordinates = is3d ? { ...flat, z: axis(2) } : flat;
    layer.rotation = is3d ? rotationOf(angles) : layer.rotation;
    layer.colors = Uint32Array.from(places, (_, point) => (point % 3 === 0 ? 0x20_00_00_00 : 0xff_00_00_00));
    return layer;
  });

/** Distances of all points, one by one, from where the map says that they are drawn. */
function distances(layer: PointLayer, x: number, y: number): number[] {
  const place = placer(layer, FRAME);
  return Array.from({ length: N_TOKENS * 2 }, (_, point) => {
    const at = place(point);
    return layer.isStrong(point) ? Math.hypot(at.x - x, at.y - y) : Infinity;
  });
}

describe("the point at a position", () => {
  it("is the nearest that is drawn strongly, where the map draws it", () => {
    fc.assert(
      fc.property(layers, fc.nat(600), fc.nat(400), (layer, x, y) => {
        const all = distances(layer, x, y);
        const least = Math.min(...all);
        const found = nearestPoint(layer, FRAME, (px, py) => Math.hypot(px - x, py - y));
        expect(found?.distance).toBeCloseTo(least, 6);
        expect(all[found?.point ?? -1]).toBeCloseTo(least, 6);
        const hit = pointAt(layer, FRAME, { x, y }, least + 1e-6);
        expect(all[hit ?? -1]).toBeCloseTo(least, 6);
        expect(pointAt(layer, FRAME, { x, y }, least - 1e-6)).toBeNull();
      }),
    );
  });

  it("is none where no point is drawn strongly", () => {
    const layer = new PointLayer(2, null);
    expect(nearestPoint(layer, FRAME, (x) => x)).toBeNull();
    expect(pointAt(layer, FRAME, FRAME.origin, 100)).toBeNull();
  });
});

describe("the next point in a direction", () => {
  it("is near the axis, and none behind", () => {
    const layer = new PointLayer(2, null);
    layer.colors.fill(0xff_00_00_00);
    layer.coordinates = { n: 4, x: Float32Array.of(0, 0.5, 0.3, -0.2), y: Float32Array.of(0, 0, 0.29, 0.4) };
    expect(nextPoint(layer, FRAME, 0, [1, 0])).toBe(1);
    expect(nextPoint(layer, FRAME, 0, [0, -1])).toBe(3);
    expect(nextPoint(layer, FRAME, 0, [0, 1])).toBeNull();
    expect(nextPoint(layer, FRAME, 1, [1, 0])).toBeNull();
  });
});
