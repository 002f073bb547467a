import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { composition, readsOf, sharedSpace, writesOf } from "#measures/weights/head-factors.ts";
import type { Matrix } from "#measures/weights/matrix.ts";

const [WIDTH, D] = [10, 3];

function drawn(seed: number, nRows: number, nColumns: number): Matrix {
  const random = seededRandom(seed);
  return { nRows, nColumns, data: Float32Array.from({ length: nRows * nColumns }, () => random() * 2 - 1) };
}

function product(a: Matrix, b: Matrix): Matrix {
  const data = new Float64Array(a.nRows * b.nColumns);
  for (let i = 0; i < a.nRows; i++)
    for (let j = 0; j < b.nColumns; j++)
      for (let k = 0; k < a.nColumns; k++)
        data[i * b.nColumns + j]! += a.data[i * a.nColumns + k]! * b.data[k * b.nColumns + j]!;
  return { nRows: a.nRows, nColumns: b.nColumns, data };
}

function norm({ data }: Matrix): number {
  return Math.sqrt(Array.from(data).reduce((sum, x) => sum + x * x, 0));
}

/** ‖A·Bᵀ‖² of stacked rows. */
function square(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += WIDTH)
    for (let j = 0; j < b.length; j += WIDTH) {
      let dot = 0;
      for (let k = 0; k < WIDTH; k++) dot += a[i + k]! * b[j + k]!;
      sum += dot * dot;
    }
  return sum;
}

/** The matrix with these columns of the unit matrix. */
function units(columns: readonly number[]): Matrix {
  const data = new Float32Array(WIDTH * columns.length);
  columns.forEach((column, i) => (data[column * columns.length + i] = 1));
  return { nRows: WIDTH, nColumns: columns.length, data };
}
function turnedUnits(rows: readonly number[]): Matrix {
  const data = new Float32Array(WIDTH * rows.length);
  rows.forEach((row, i) => (data[i * WIDTH + row] = 1));
  return { nRows: rows.length, nColumns: WIDTH, data };
}

describe("links between two heads", () => {
  it("are those of the whole matrices OV and OV₂, which are never made", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const [v1, o1, k2, v2, o2] = [
          drawn(seed, WIDTH, D),
          drawn(seed + 1, D, WIDTH),
          drawn(seed + 2, WIDTH, D),
          drawn(seed + 3, WIDTH, D),
          drawn(seed + 4, D, WIDTH),
        ];
        const [from, to] = [writesOf(v1, o1), writesOf(v2, o2)];
        const [ov1, ov2, key] = [product(v1, o1), product(v2, o2), readsOf(k2)];
        const k = composition(square(from.map.rows, key.map.rows), from.map, key.map);
        expect(k).toBeCloseTo(norm(product(ov1, k2)) / (norm(ov1) * norm(k2)), 5);
        const v = composition(square(from.map.rows, to.through.rows), from.map, to.through);
        expect(v).toBeCloseTo(norm(product(ov1, ov2)) / (norm(ov1) * norm(ov2)), 5);
      }),
      { numRuns: 30 },
    );
  });

  it("are worked by hand where a head writes axes 0 to 2 and the other reads axes 2 to 4", () => {
    const from = writesOf(units([5, 6, 7]), turnedUnits([0, 1, 2]));
    const key = readsOf(units([2, 3, 4]));
    // One direction of three: ‖OV·K‖ = 1, ‖OV‖ = ‖K‖ = √3; the spaces share one of three dimensions.
    expect(composition(square(from.map.rows, key.map.rows), from.map, key.map)).toBeCloseTo(1 / 3, 6);
    expect(sharedSpace(square(from.space.rows, key.space.rows), from.space, key.space)).toBeCloseTo(1 / 3, 6);
  });

  it("are 1 for the kernel of a space inside another, whatever its basis, and 0 for what is not there", () => {
    const from = writesOf(drawn(1, WIDTH, 2), turnedUnits([0, 1]));
    const mixed = { nRows: WIDTH, nColumns: 3, data: product(units([0, 1, 2]), drawn(2, 3, 3)).data };
    const key = readsOf(mixed);
    expect(sharedSpace(square(from.space.rows, key.space.rows), from.space, key.space)).toBeCloseTo(1, 5);
    const none = readsOf({ nRows: WIDTH, nColumns: 2, data: new Float32Array(WIDTH * 2) });
    expect(none.space.rank).toBe(0);
    expect(sharedSpace(0, from.space, none.space)).toBe(0);
    expect(composition(0, from.map, none.map)).toBe(0);
  });
});
