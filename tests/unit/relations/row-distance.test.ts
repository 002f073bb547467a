import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headRows, rowDistance } from "#relations/row-distance.ts";

/** Rows of equal length, one head's after the other's. */
const startsOf = (nRows: number, width: number): Uint32Array =>
  Uint32Array.from({ length: nRows + 1 }, (_, row) => row * width);

const distance = (a: readonly number[][], b: readonly number[][]): number => {
  const starts = startsOf(a.length, a[0]!.length);
  return rowDistance(headRows(a.flat(), starts), headRows(b.flat(), starts), starts);
};

/** As its definition says, without tables. */
function plainDistance(a: readonly number[][], b: readonly number[][]): number {
  const toward = (p: number[], m: number[]): number =>
    p.reduce((sum, x, i) => sum + (x === 0 ? 0 : x * Math.log2(x / m[i]!)), 0);
  const rows = a.map((p, row) => {
    const q = b[row]!;
    const m = p.map((x, i) => (x + q[i]!) / 2);
    return Math.sqrt((toward(p, m) + toward(q, m)) / 2);
  });
  return rows.reduce((sum, x) => sum + x, 0) / rows.length;
}

const pattern = fc.array(
  fc
    .array(fc.integer({ min: 0, max: 1000 }), { minLength: 4, maxLength: 4 })
    .map((row) => row.map((x) => (x + 1) / row.reduce((sum, each) => sum + each + 1, 0))),
  { minLength: 5, maxLength: 5 },
);

describe("the distance of two heads", () => {
  it("is 0 for equal patterns, and 1 where no query looks at a key of the other", () => {
    expect(distance([[0.3, 0.7]], [[0.3, 0.7]])).toBe(0);
    expect(distance([[1, 0, 0]], [[0, 0.5, 0.5]])).toBe(1);
  });

  it("is the mean over rows of the root of the divergence, worked by hand", () => {
    // m = (3/4, 1/4): ½ log₂(4/3) + ½ (½ log₂(2/3) + ½ log₂ 2) = 0.31128
    const one = Math.sqrt(0.3112781244591328);
    expect(distance([[1, 0]], [[0.5, 0.5]])).toBeCloseTo(one, 3);
    expect(
      distance(
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0.5, 0.5],
          [0, 1],
        ],
      ),
    ).toBeCloseTo(one / 2, 3);
  });

  it("agrees with the definition, is symmetric and keeps the triangle inequality", () => {
    fc.assert(
      fc.property(pattern, pattern, pattern, (a, b, c) => {
        expect(distance(a, b)).toBeCloseTo(plainDistance(a, b), 2);
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c) + 2e-3);
      }),
      { numRuns: 60 },
    );
  });

  it("does not depend on the order of rows", () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        expect(distance(a.toReversed(), b.toReversed())).toBeCloseTo(distance(a, b), 9);
      }),
      { numRuns: 30 },
    );
  });

  it("takes weights as shares of what a row shows, and passes over rows without weight", () => {
    expect(distance([[0.2, 0.2]], [[0.5, 0.5]])).toBe(0);
    expect(
      distance(
        [
          [0, 0],
          [1, 0],
        ],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toBe(1);
    expect(distance([[0, 0]], [[1, 0]])).toBeNaN();
  });
});
