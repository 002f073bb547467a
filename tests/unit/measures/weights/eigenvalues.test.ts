import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyingEigenvalue } from "#measures/weights/copying-eigenvalue.ts";
import { generalEigenvalues } from "#measures/weights/general-eigenvalues.ts";

describe("eigenvalues of a matrix that is not symmetric", () => {
  it("are those of a turn in the plane, and of a triangle", () => {
    const turn = generalEigenvalues(Float64Array.from([0, -2, 2, 0]), 2)!;
    expect(turn.map(({ imaginary }) => imaginary).toSorted((a, b) => a - b)).toEqual([-2, 2]);
    const triangle = generalEigenvalues(Float64Array.from([1, 5, 6, 0, 2, 7, 0, 0, 3]), 3)!;
    expect(triangle.map(({ real }) => Math.round(real * 1e9) / 1e9).toSorted()).toEqual([1, 2, 3]);
  });

  it("sum to the trace, and their squares to the trace of the square", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.infiniteStream(fc.integer({ min: -8, max: 8 })),
        (d, stream) => {
          const numbers = stream[Symbol.iterator]();
          const m = Float64Array.from({ length: d * d }, () => numbers.next().value as number);
          const values = generalEigenvalues(m, d)!;
          let [trace, ofSquare] = [0, 0];
          for (let i = 0; i < d; i++) {
            trace += m[i * d + i]!;
            for (let j = 0; j < d; j++) ofSquare += m[i * d + j]! * m[j * d + i]!;
          }
          expect(values).toHaveLength(d);
          const close = (own: number, expected: number): void =>
            expect(Math.abs(own - expected)).toBeLessThan(1e-7 * (1 + d * d * 64));
          close(
            values.reduce((sum, { real }) => sum + real, 0),
            trace,
          );
          close(
            values.reduce((sum, { real, imaginary }) => sum + real ** 2 - imaginary ** 2, 0),
            ofSquare,
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("the copying eigenvalue", () => {
  it("is 1 where all eigenvalues are positive, −1 where all are negative, and worked by hand between", () => {
    expect(copyingEigenvalue(Float64Array.from([2, 1, 0, 3]), 2)).toBeCloseTo(1, 12);
    expect(copyingEigenvalue(Float64Array.from([-2, 1, 0, -3]), 2)).toBeCloseTo(-1, 12);
    expect(copyingEigenvalue(Float64Array.from([3, 9, 0, -1]), 2)).toBeCloseTo(0.5, 12);
    expect(copyingEigenvalue(new Float64Array(4), 2)).toBeNull();
  });
});
