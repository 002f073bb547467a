import { describe, expect, it } from "vitest";
import { curvesOf } from "#drawing/currents/draw-currents.ts";

const step = (
  y: number,
): { from: { x: number; y: number }; to: { x: number; y: number }; weight: number } => ({
  from: { x: 0, y },
  to: { x: 1, y },
  weight: 1,
});

describe("the lines of a flow", () => {
  const steps = Array.from({ length: 40 }, (_, i) => step((i - 19.5) / 200));
  const { curves, middle } = curvesOf({ steps, weight: 40 });

  it("begin and end at points of the map, and run together between them", () => {
    expect(curves).toHaveLength(7);
    const spread = (corner: 0 | 1 | 3): number => {
      const ys = curves.map((curve) => curve[corner].y);
      return Math.max(...ys) - Math.min(...ys);
    };
    for (const [start, , , end] of curves) {
      expect(steps.some(({ from }) => from.y === start.y && from.x === start.x)).toBe(true);
      expect(steps.some(({ to }) => to.y === end.y && to.x === end.x)).toBe(true);
    }
    expect(spread(1)).toBeLessThan(spread(0) / 3);
    expect(spread(3)).toBeCloseTo(spread(0), 9);
  });

  it("bow to the right, no farther than the widest bow", () => {
    expect(middle[1].y).toBeCloseTo(-0.12, 9);
    const short = curvesOf({ steps: [{ from: { x: 0, y: 0 }, to: { x: 0, y: 0.5 }, weight: 3 }], weight: 3 });
    expect(short.middle[1].x).toBeCloseTo(0.08, 9);
    expect(short.curves).toHaveLength(1);
  });
});
