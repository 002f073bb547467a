import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eachAround } from "#math/map/map-neighbors.ts";
import { pointTree } from "#math/map/point-tree.ts";
import { seededRandom } from "#math/random.ts";

/** Each anchor's neighbors with their weights, by point. */
type Found = [point: number, weight: number][][];

function neighbors(coordinates: readonly number[], dim: number, units: readonly number[], k: number): Found {
  return neighborsOfKinds(coordinates, dim, [units], k)[0]!;
}

function neighborsOfKinds(
  coordinates: readonly number[],
  dim: number,
  units: readonly (readonly number[])[],
  k: number,
): Found[] {
  const found: Found[] = units.map(() => []);
  const input = { tree: pointTree(Float32Array.from(coordinates), dim), units, k };
  eachAround({ ...input, anchors: Uint32Array.from(units[0]!.keys()) }, (anchor, around) => {
    around.forEach(({ count, points, weights }, kind) => {
      found[kind]![anchor] = Array.from({ length: count }, (_, i): [number, number] => [
        points[i]!,
        weights[i]!,
      ]).sort(([a], [b]) => a - b);
    });
  });
  return found;
}

describe("eachAround", () => {
  it("gives the nearest; worked by hand", () => {
    // On a line: 0, 1, 3, 7.
    expect(neighbors([0, 0, 1, 0, 3, 0, 7, 0], 2, [0, 1, 2, 3], 2)).toEqual([
      [
        [1, 1],
        [2, 1],
      ],
      [
        [0, 1],
        [2, 1],
      ],
      [
        [0, 1],
        [1, 1],
      ],
      [
        [1, 1],
        [2, 1],
      ],
    ]);
  });

  it("passes over points of the same unit, such as the other point of a token", () => {
    expect(neighbors([0, 0, 1, 0, 3, 0, 7, 0], 2, [5, 5, 6, 6], 1)).toEqual([
      [[2, 1]],
      [[2, 1]],
      [[1, 1]],
      [[1, 1]],
    ]);
  });

  it("shares the last places among points at equal distance, whatever their order", () => {
    // One point at 1, and four at distance 2.
    const [around] = neighbors([0, 0, 1, 0, 2, 0, -2, 0, 0, 2, 0, -2], 2, [0, 1, 2, 3, 4, 5], 3);
    expect(around).toEqual([
      [1, 1],
      [2, 0.5],
      [3, 0.5],
      [4, 0.5],
      [5, 0.5],
    ]);
    const same = neighbors([4, 4, 4, 4, 4, 4, 4, 4], 2, [0, 1, 2, 3], 2);
    expect(same[3]).toEqual([
      [0, 2 / 3],
      [1, 2 / 3],
      [2, 2 / 3],
    ]);
  });

  it("gives all others where there are fewer than asked for, and none where there are none", () => {
    expect(neighbors([0, 0, 0, 5, 5, 5], 3, [0, 1], 10)).toEqual([[[1, 1]], [[0, 1]]]);
    expect(neighbors([0, 0, 5, 5], 2, [3, 3], 10)).toEqual([[], []]);
  });

  it("is what sorting all distances gives, in two and three dimensions", () => {
    const random = seededRandom(3);
    for (const dim of [2, 3]) {
      const n = 200;
      const coordinates = Array.from({ length: n * dim }, () => Math.fround(random() ** 3));
      const units = Array.from({ length: n }, (_, i) => i % 60);
      const found = neighbors(coordinates, dim, units, 7);
      const distance = (i: number, j: number): number => {
        let sum = 0;
        for (let a = 0; a < dim; a++) sum += (coordinates[i * dim + a]! - coordinates[j * dim + a]!) ** 2;
        return sum;
      };
      for (let i = 0; i < n; i++) {
        const others = [...units.keys()].filter((j) => units[j] !== units[i]);
        const nearest = others.sort((a, b) => distance(i, a) - distance(i, b)).slice(0, 7);
        expect(found[i]!.map(([point]) => point)).toEqual(nearest.sort((a, b) => a - b));
      }
    }
  });

  it("is for each of several kinds of units what it is for one alone, even where some have no other points", () => {
    const random = seededRandom(4);
    const n = 300;
    const coordinates = Array.from({ length: n * 2 }, () => Math.floor(random() * 40));
    const kinds = [(i: number) => i % 150, (i: number) => i % 7, (i: number) => Number(i < 295), () => 0].map(
      (unitOf) => Array.from({ length: n }, (_, i) => unitOf(i)),
    );
    expect(neighborsOfKinds(coordinates, 2, kinds, 10)).toEqual(
      kinds.map((units) => neighbors(coordinates, 2, units, 10)),
    );
  });

  it("does not depend on the order of the axes", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 3, maxLength: 30 }), (places) => {
        const units = places.map((_, i) => i);
        expect(neighbors(places.map(([x, y]) => [y, x]).flat(), 2, units, 4)).toEqual(
          neighbors(places.flat(), 2, units, 4),
        );
      }),
    );
  });

  it("refuses coordinates of other points", () => {
    expect(() => neighbors([1, 2, 3], 2, [0, 1], 1)).toThrow("coordinates");
  });
});
