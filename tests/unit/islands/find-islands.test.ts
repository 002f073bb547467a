import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { findIslands } from "#islands/find-islands.ts";

const coordinate = fc.float({ min: -1, max: 1, noNaN: true });
const places = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 400 });

function mapOf(all: readonly (readonly [number, number, number])[], dim: 2 | 3): MapCoordinates {
  const [x, y, z] = [0, 1, 2].map((axis) => Float32Array.from(all, (place) => place[axis]!));
  return { n: all.length, x: x!, y: y!, ...(dim === 3 ? { z: z! } : {}) };
}

/** A square of 10 × 10 points with its corner at (x, y). */
function square(x: number, y: number, side = 0.1): [number, number, number][] {
  return Array.from({ length: 100 }, (_, i) => [
    x + ((i % 10) * side) / 9,
    y + (Math.floor(i / 10) * side) / 9,
    0,
  ]);
}

describe("findIslands", () => {
  it("finds two squares of points, and leaves a single point at sea", () => {
    const map = mapOf([...square(-0.8, -0.8), ...square(0.7, 0.7), [0, 0, 0]], 2);
    const { islands, of } = findIslands(map).coarse;
    expect(islands.map(({ points }) => points.length)).toEqual([100, 100]);
    expect(of[200]).toBe(-1);
    expect(new Set(of.subarray(0, 100)).size).toBe(1);
    expect(of[0]).not.toBe(of[100]);
  });

  it("anchors an island at the point nearest to its middle", () => {
    const { islands } = findIslands(mapOf([...square(-0.8, -0.8), ...square(0.7, 0.7)], 2)).coarse;
    for (const { anchor, radius } of islands) {
      expect([44, 45, 54, 55]).toContain(anchor % 100);
      // Root of twice the variance of ten even steps over 0.1.
      expect(radius).toBeCloseTo(Math.sqrt(2 * (99 / 12)) * (0.1 / 9), 3);
    }
  });

  it("divides at the finer scale what is one at the coarser", () => {
    const near = [
      ...square(-0.8, 0, 0.04),
      ...square(-0.66, 0, 0.04),
      ...square(0.8, 0, 0.04),
      ...square(0.8, 0.9, 0.04),
    ];
    const { coarse, fine } = findIslands(mapOf(near, 2));
    expect(coarse.of[0]).toBe(coarse.of[100]);
    expect(fine.of[0]).not.toBe(fine.of[100]);
  });

  it("passes over points that do not exist", () => {
    const map = mapOf([...square(-0.8, -0.8), ...square(0.7, 0.7)], 2);
    const { islands, of } = findIslands(map, (point) => point < 100).coarse;
    expect(islands).toHaveLength(1);
    expect(of.subarray(100).every((island) => island === -1)).toBe(true);
  });

  it("finds none on a map without points", () => {
    expect(findIslands(mapOf([[0, 0, 0]], 2), () => false).fine.islands).toEqual([]);
  });

  it.each([2, 3] as const)("finds the same in any order of the points, in %i-D", (dim) => {
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 400 }), (all, by) => {
        const turned = all.map((_, i) => all[(i + by) % all.length]!);
        const [one, two] = [findIslands(mapOf(all, dim)), findIslands(mapOf(turned, dim))];
        for (const scale of ["coarse", "fine"] as const) {
          expect(two[scale].islands.map(({ radius }) => radius)).toEqual(
            one[scale].islands.map(({ radius }) => radius),
          );
          expect(Array.from(two[scale].of)).toEqual(
            turned.map((_, i) => one[scale].of[(i + by) % all.length]),
          );
        }
      }),
      { numRuns: 25 },
    );
  });
});
