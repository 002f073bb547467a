import { describe, expect, it } from "vitest";
import { dampedStep, fitUmapCurve, misfit } from "#math/umap-curve.ts";

describe("fitUmapCurve", () => {
  // As umap-learn's find_ab_params(spread=1, min_dist), by a least-squares fit of its own with numeric derivatives.
  it.each([
    [0, 1.932809, 0.790495],
    [0.1, 1.576944, 0.895061],
    [0.25, 1.121436, 1.0575],
    [0.5, 0.58303, 1.334167],
    [0.99, 0.119306, 1.916389],
  ])("finds a and b for a least distance of %f, to the digits it publishes", (minDist, a, b) => {
    expect(fitUmapCurve(minDist)).toEqual({ a, b });
  });
});

describe("the way to it", () => {
  const distances = [0, 0.2, 0.5, 1, 1.7, 3];
  const goals = [1, 0.9, 0.8, 0.5, 0.1, 0.05];
  const curve = (d: number, a: number, b: number): number => 1 / (1 + a * Math.pow(d * d, b));

  it("is measured by the squares of what the curve misses, worked by hand", () => {
    // With a = b = 1 the curve is 1, 1/2 and 1/5 at 0, 1 and 2.
    expect(misfit([0, 1, 2], [1, 0.75, 0], 1, 1)).toBeCloseTo(0.25 ** 2 + 0.2 ** 2, 15);
    // With a = 3 and b = 1/2 it is 1/4 and 1/7.
    expect(misfit([1, 2], [0, 0], 3, 0.5)).toBeCloseTo(1 / 16 + 1 / 49, 15);
    expect(misfit([0], [1], 5, 2)).toBe(0);
  });

  it.each([
    [1, 1, 0],
    [1, 1, 0.5],
    [0.3, 1.8, 0.001],
    [2.5, 0.6, 2],
  ])(
    "goes from a = %f, b = %f by least squares, damped by %f; derivatives by differences",
    (a, b, damping) => {
      const h = 1e-5;
      const slopes = distances.map((d) => [
        (curve(d, a + h, b) - curve(d, a - h, b)) / (2 * h),
        (curve(d, a, b + h) - curve(d, a, b - h)) / (2 * h),
      ]);
      const [da, db] = dampedStep(distances, goals, a, b, damping);
      // The equations that the step solves, row by row.
      const residual = distances.map((d, i) => goals[i]! - curve(d, a, b));
      for (const row of [0, 1] as const) {
        const own = slopes.reduce((sum, slope) => sum + slope[row]! ** 2, 0);
        const mixed = slopes.reduce((sum, slope) => sum + slope[0]! * slope[1]!, 0);
        const right = slopes.reduce((sum, slope, i) => sum + slope[row]! * residual[i]!, 0);
        const [here, there] = row === 0 ? [da, db] : [db, da];
        expect(own * (1 + damping) * here + mixed * there).toBeCloseTo(right, 8);
      }
    },
  );

  it.each([0, 0.05, 0.3, 0.7, 1])(
    "ends where no step near it misses by less: least distance %f",
    (minDist) => {
      const far = Array.from({ length: 300 }, (_, i) => (i * 3) / 299);
      const wanted = far.map((d) => (d < minDist ? 1 : Math.exp(minDist - d)));
      const { a, b } = fitUmapCurve(minDist);
      const least = misfit(far, wanted, a, b);
      for (let angle = 0; angle < 12; angle++) {
        const [da, db] = [Math.cos((angle * Math.PI) / 6), Math.sin((angle * Math.PI) / 6)];
        for (const length of [1e-5, 1e-3, 0.05]) {
          const there = misfit(far, wanted, a + da * length, b + db * length);
          expect(there).toBeGreaterThan(least);
        }
      }
    },
  );
});
