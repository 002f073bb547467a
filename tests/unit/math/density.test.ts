import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { density, densityAt, levelOf } from "#math/density.ts";
import { seededRandom } from "#math/random.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const N = 128;

/** Points around two middles. */
function twoClouds(n: number, seed: number): { x: Float32Array; y: Float32Array } {
  const random = seededRandom(seed);
  const bell = (): number => (random() + random() + random() + random() - 2) * 0.15;
  const middle = (i: number): number => (i % 2 === 0 ? -0.5 : 0.5);
  const x = Float32Array.from({ length: n }, (_, i) => middle(i) + bell());
  return { x, y: Float32Array.from({ length: n }, bell) };
}

/** The same, written out: every point a Gaussian cut off at three deviations, split between the corners around it. */
function written(x: readonly number[], y: readonly number[]): { reach: number; values: Float64Array } {
  const n = x.length;
  const variance = (of: readonly number[]): number => {
    const mean = of.reduce((a, b) => a + b, 0) / n;
    return of.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  };
  const bandwidth = 0.45 * Math.sqrt((variance(x) + variance(y)) / 2) * n ** (-1 / 6);
  const reach = 1.08 + 3 * bandwidth;
  const step = (2 * reach) / (N - 1);
  const sigma = Math.max(1.2, bandwidth / step);
  const width = Math.ceil(3 * sigma);
  const bell = (i: number): number => (Math.abs(i) > width ? 0 : Math.exp(-(i ** 2) / (2 * sigma ** 2)));
  let sum = 0;
  for (let i = -width; i <= width; i++) sum += bell(i);
  const axis = (value: number): number[] => {
    const [low, share] = [Math.floor((value + reach) / step), ((value + reach) / step) % 1];
    return Array.from(
      { length: N },
      (_, at) => ((1 - share) * bell(at - low) + share * bell(at - low - 1)) / sum,
    );
  };
  const values = new Float64Array(N * N);
  x.forEach((value, i) => {
    const [columns, rows] = [axis(value), axis(y[i]!)];
    for (let row = 1; row < N - 1; row++)
      for (let column = 1; column < N - 1; column++)
        values[row * N + column]! += rows[row]! * columns[column]!;
  });
  return { reach, values };
}

describe("density", () => {
  it.each([
    ["a point in the middle, which lies between four corners", [0], [0]],
    ["a point aside", [0.3], [-0.71]],
    ["few points in corners", [-1, 1, 0.95, -0.2], [-1, 1, -0.9, 0.1]],
    ["two clumps", [-0.5, -0.48, -0.52, 0.5, 0.51], [0.2, 0.21, 0.18, -0.6, -0.62]],
  ])("is the sum of all kernels on the grid: %s", (_, x, y) => {
    const grid = density(Float32Array.from(x), Float32Array.from(y));
    const { reach, values } = written(x, y);
    expect(grid.n).toBe(N);
    expect(grid.reach).toBeCloseTo(reach, 6);
    expectClose(grid.values, values, { abs: 1e-5 });
  });

  describe("has a border of 0, so that every line of equal density closes", () => {
    const border = Array.from({ length: N }, (_, i) => [i, (N - 1) * N + i, i * N, i * N + N - 1]).flat();
    const isOpen = (points: readonly (readonly [number, number])[]): boolean => {
      const [x, y] = [0, 1].map((axis) => Float32Array.from(points, (point) => point[axis]!));
      const { values } = density(x!, y!);
      return border.some((at) => values[at] !== 0);
    };

    it("around a single point at each end", () => {
      for (const end of [-1, 1])
        for (const point of [
          [end, 0.3],
          [0.3, end],
          [end, end],
          [end, -end],
        ] as const)
          expect(isOpen([point])).toBe(false);
      // Beside it the kernel has not ended.
      const { values } = density(Float32Array.of(1), Float32Array.of(0));
      expect(values[63 * N + N - 2]).toBeGreaterThan(0.001);
      expect(density(Float32Array.of(-1), Float32Array.of(0)).values[63 * N + 1]).toBeGreaterThan(0.001);
    });

    it("however far apart the points lie", () => {
      const place = fc.constantFrom(-1, -0.9, 0, 0.97, 1);
      fc.assert(
        fc.property(fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 9 }), (points) => {
          expect(isOpen(points)).toBe(false);
        }),
      );
    });
  });

  it("is nothing where there are no points, and refuses columns of two lengths", () => {
    expect(density(new Float32Array(0), new Float32Array(0)).n).toBe(N);
    expect(() => density(new Float32Array(2), new Float32Array(3))).toThrow(
      "y: expected 2 numbers, received 3.",
    );
  });
});

describe("a grid of 3 × 3, by hand", () => {
  const grid = { n: 3, reach: 1, values: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8) };

  it.each([
    [-1, -1, 0],
    [0, 0, 4],
    [1, 1, 8],
    [0.5, -0.5, 3],
    [-0.75, 0, 3.25],
    [0, 0.25, 4.75],
    // Halfway from the top to what would be the next row, where nothing is.
    [0, 1.5, 3.5],
  ])("at %d, %d is between its corners", (x, y, expected) => {
    expect(densityAt(grid, x, y)).toBeCloseTo(expected, 6);
  });

  it("falls between its corners as both axes say", () => {
    // Along the bottom 0, 4, 0, along the top of the cell 0, 0, 8.
    const hill = { n: 3, reach: 1, values: Float32Array.of(0, 4, 0, 0, 0, 8, 0, 0, 0) };
    expect(densityAt(hill, -0.75, -0.75)).toBeCloseTo(0.75, 6);
    expect(densityAt(hill, 0.25, -0.75)).toBeCloseTo(0.75 * 3 + 0.25 * 2, 6);
    expect(densityAt(hill, 0.25, 0.25)).toBeCloseTo(0.75 * 2, 6);
  });

  it("gives the level above which a share of the points lies", () => {
    // Densities 8, 0, 4 and 3.
    const [x, y] = [Float32Array.of(1, -1, 0, 0.5), Float32Array.of(1, -1, 0, -0.5)];
    expect([1, 0.75, 0.5, 0.25, 0].map((share) => levelOf(grid, x, y, share))).toEqual([0, 3, 4, 8, 8]);
    // Of four points 60 percent are at least two.
    expect(levelOf(grid, x, y, 0.6)).toBe(3);
    expect(levelOf(grid, new Float32Array(0), new Float32Array(0), 0.5)).toBe(0);
  });
});

describe("density of a crowd", () => {
  it("is high where points are and nothing where there are none", () => {
    const { x, y } = twoClouds(2000, 1);
    const grid = density(x, y);
    expect(densityAt(grid, -0.5, 0)).toBeGreaterThan(10 * densityAt(grid, 0, 0));
    expect(densityAt(grid, 0, 0.9)).toBeCloseTo(0, 5);
  });

  it("holds every point once, wherever it lies", () => {
    const place = fc.float({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 40 }), (points) => {
        const [x, y] = [0, 1].map((axis) => Float32Array.from(points, (point) => point[axis] ?? 0));
        const { values } = density(x!, y!);
        // A kernel loses at most its tail at the border.
        const sum = values.reduce((total, value) => total + value, 0);
        expect(sum).toBeGreaterThan(points.length * 0.97);
        expect(sum).toBeLessThan(points.length * 1.001);
      }),
    );
  });

  it("has a level above which the wanted share of the points lies", () => {
    const { x, y } = twoClouds(2000, 2);
    const grid = density(x, y);
    for (const share of [0.3, 0.6, 0.9]) {
      const level = levelOf(grid, x, y, share);
      const inside = x.filter((value, i) => densityAt(grid, value, y[i]!) >= level).length;
      expect(inside / 2000).toBeCloseTo(share, 2);
    }
  });
});
