import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regionsOf } from "#drawing/currents/regions.ts";

/** Points on small circles around each middle. */
function islands(
  middles: readonly (readonly [number, number])[],
  nEach: number,
): [Float32Array, Float32Array] {
  const angle = (i: number): number => (i * 2 * Math.PI) / nEach;
  const points = middles.flatMap(([x, y]) =>
    Array.from({ length: nEach }, (_, i) => [x + 0.03 * Math.cos(angle(i)), y + 0.03 * Math.sin(angle(i))]),
  );
  return [Float32Array.from(points, ([x]) => x!), Float32Array.from(points, ([, y]) => y!)];
}

describe("the regions of a map", () => {
  it("are its islands, where points lie in islands", () => {
    const middles = [
      [-0.7, 0.2],
      [0.1, 0.8],
      [0.6, -0.4],
    ] as const;
    const [x, y] = islands(middles, 24);
    const { middles: found, at } = regionsOf(x, y);
    expect(found).toHaveLength(3);
    for (const [island, [mx, my]] of middles.entries()) {
      const region = at(mx + 0.03, my);
      expect(found[region]!.x).toBeCloseTo(mx, 2);
      expect(found[region]!.y).toBeCloseTo(my, 2);
      for (let i = 0; i < 24; i++) expect(at(x[island * 24 + i]!, y[island * 24 + i]!)).toBe(region);
    }
  });

  it("are few and wide where points lie everywhere", () => {
    const n = 60;
    const x = Float32Array.from({ length: n * n }, (_, i) => -1 + (2 * (i % n)) / (n - 1));
    const y = Float32Array.from({ length: n * n }, (_, i) => -1 + (2 * Math.floor(i / n)) / (n - 1));
    const { middles } = regionsOf(x, y);
    expect(middles.length).toBeGreaterThan(40);
    expect(middles.length).toBeLessThan(200);
  });

  it("give every point a region, also outside of the plane", () => {
    const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 80 }), (points) => {
        const x = Float32Array.from(points, ([px]) => px);
        const y = Float32Array.from(points, ([, py]) => py);
        const { middles, at } = regionsOf(x, y);
        for (const [px, py] of [...points, [3, -3] as const]) {
          const region = at(px, py);
          expect(region).toBeGreaterThanOrEqual(0);
          expect(region).toBeLessThan(middles.length);
        }
      }),
    );
  });

  it("leave out the points that cross-attention does not have", () => {
    const { middles } = regionsOf(Float32Array.of(0.5, NaN), Float32Array.of(0.5, NaN));
    expect(middles).toEqual([{ x: 0.5, y: 0.5 }]);
  });
});
