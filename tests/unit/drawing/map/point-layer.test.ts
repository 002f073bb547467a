import { describe, expect, it } from "vitest";
import { middleToShow, type Frame } from "#drawing/map/frame.ts";
import { PointLayer, type SpriteCells } from "#drawing/map/point-layer.ts";
import { nearestPoint, pointAt } from "#viewer/map/find-points.ts";

const SPRITE = { columns: 8, rows: 8, special: new Uint8Array(50) } satisfies SpriteCells;
const OPAQUE = 0xff_00_00_00;

function frameAt(zoom: number): Frame {
  return { width: 600, height: 400, zoom, origin: { x: 300, y: 200 }, scale: 180 * zoom };
}

describe("patches on the map", () => {
  it("show their color from afar and their pixels close up, growing with them", () => {
    const layer = new PointLayer(50, SPRITE);
    expect(layer.pixelShare(1)).toBe(0);
    expect(layer.pixelShare(8)).toBe(1);
    const far = layer.sizePx(1);
    layer.showsPatches = true;
    expect(layer.pixelShare(1)).toBe(1);
    expect(layer.sizePx(1)).toBeGreaterThan(far * 1.2);
    for (let zoom = 0.5; zoom < 20; zoom *= 1.1) {
      layer.showsPatches = false;
      expect(layer.sizePx(zoom * 1.1)).toBeGreaterThanOrEqual(layer.sizePx(zoom));
    }
  });

  it("are not found where others stand for them, until they are drawn", () => {
    const layer = new PointLayer(2, SPRITE);
    layer.colors.fill(OPAQUE);
    layer.coordinates = { n: 4, x: Float32Array.of(0, 0.01, 1, -1), y: new Float32Array(4) };
    const at = { x: 300 + 0.01 * 180, y: 200 };
    expect(pointAt(layer, frameAt(1), at, 9)).toBe(1);
    layer.isAlike = Uint8Array.of(0, 1, 0, 0);
    expect(pointAt(layer, frameAt(1), at, 9)).toBe(0);
    const near = frameAt(4);
    expect(pointAt(layer, near, { x: 300 + 0.01 * 180 * 4, y: 200 }, 9)).toBe(1);
    expect(nearestPoint(layer, frameAt(1), (x) => -x)?.point).toBe(2);
  });

  it("are smaller on a small map, and points of texts are not", () => {
    const [patches, texts] = [new PointLayer(800, SPRITE), new PointLayer(800, null)];
    const [patchPx, textPx] = [patches.sizePx(1), texts.sizePx(1)];
    for (const layer of [patches, texts]) layer.unitPx = 165;
    expect(patches.sizePx(1)).toBeCloseTo(patchPx * 0.6, 9);
    expect(texts.sizePx(1)).toBe(textPx);
    patches.unitPx = 2000;
    expect(patches.sizePx(1)).toBe(patchPx);
  });

  it("have their own size where they are texts", () => {
    const layer = new PointLayer(50, null);
    const size = layer.sizePx(1);
    layer.showsPatches = true;
    expect(layer.sizePx(1)).toBe(size);
  });
});

describe("a view that shows a point", () => {
  it("is the present one where the point is in sight", () => {
    expect(middleToShow(frameAt(1), { x: 32, y: 368 })).toBeNull();
  });

  it("moves just far enough", () => {
    // 50 pixels beyond the right edge, and 32 to keep from it.
    expect(middleToShow(frameAt(1), { x: 650, y: 200 })?.x).toBeCloseTo(82 / 180, 9);
    expect(middleToShow(frameAt(1), { x: 300, y: 0 })).toEqual({ x: 0, y: 32 / 180 });
  });
});
