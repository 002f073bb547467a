import { describe, expect, it } from "vitest";
import { drawPasses } from "#drawing/map/draw-passes.ts";
import { PointLayer } from "#drawing/map/point-layer.ts";

describe("drawPasses", () => {
  it("draw queries and keys in turn where colors say more than the role", () => {
    expect(drawPasses(3, null)).toEqual([{ from: 0, to: 6, color: null, composite: "source-over" }]);
    const layer = new PointLayer(3, null);
    expect([0, 1, 2, 3, 4, 5].map((drawn) => layer.pointAt(drawn))).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it("draw keys twice where overlaps have a color: over queries in it, elsewhere in their own", () => {
    const passes = drawPasses(3, "#0000ff");
    expect(passes.map(({ from, to, color }) => [from, to, color])).toEqual([
      [0, 3, null],
      [3, 6, "#0000ff"],
      [3, 6, null],
    ]);
    const layer = new PointLayer(3, null);
    layer.overlap = "#0000ff";
    expect([0, 1, 2, 3, 4, 5].map((drawn) => layer.pointAt(drawn))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
