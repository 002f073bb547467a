import { describe, expect, it } from "vitest";
import { placeLabels } from "#drawing/text/labels.ts";

const label = (x: number, y: number) => ({ text: "river", x, y, widthPx: 30 });

describe("placing labels", () => {
  it("writes right of the point, and left of it where the map ends or a label stands", () => {
    const [right, left] = placeLabels([label(100, 50), label(380, 90)], 400, 300);
    expect(right?.left).toBe(107);
    expect(left?.left).toBe(343);
    expect(placeLabels([label(100, 50), label(100, 50)], 400, 300).map((placed) => placed.left)).toEqual([
      107, 63,
    ]);
  });

  it("keeps clear of what stands on the map, and leaves out what has no room", () => {
    const buttons = { left: 350, top: 0, right: 400, bottom: 200 };
    expect(placeLabels([label(330, 50)], 400, 300, [buttons])[0]?.left).toBe(293);
    expect(placeLabels([label(330, 250)], 400, 300, [buttons])[0]?.left).toBe(337);
    expect(placeLabels([label(375, 50)], 400, 300, [buttons])).toEqual([]);
  });
});
