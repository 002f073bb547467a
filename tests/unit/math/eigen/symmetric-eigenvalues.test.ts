/** Eigenvalues alone, against the ones that come with vectors. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { symmetricEigen } from "#math/eigen/symmetric-eigen.ts";
import { symmetricEigenvalues } from "#math/eigen/symmetric-eigenvalues.ts";
import { expectClose } from "../../../helpers/expect-close.ts";

describe("symmetricEigenvalues", () => {
  it("gives those of [[2, 1], [1, 2]], and of small or diagonal matrices", () => {
    expectClose(symmetricEigenvalues(Float64Array.of(2, 1, 1, 2), 2), [3, 1], { abs: 1e-12 });
    expect([...symmetricEigenvalues(Float64Array.of(5), 1)]).toEqual([5]);
    expect([...symmetricEigenvalues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
    expect([...symmetricEigenvalues(Float64Array.of(1, 0, 0, 0, 3, 0, 0, 0, 2), 3)]).toEqual([3, 2, 1]);
  });

  it("stays finite where squares of entries leave the range of numbers", () => {
    const [small, large] = [1e-170, 1e160];
    expectClose(
      symmetricEigenvalues(Float64Array.of(4, small, small, small, 1, 0, small, 0, 1), 3),
      [4, 1, 1],
      {
        abs: 1e-12,
      },
    );
    for (const factor of [small, large, 5e-324]) {
      const values = symmetricEigenvalues(Float64Array.of(2 * factor, factor, factor, 2 * factor), 2);
      expectClose(
        values.map((value) => value / factor),
        [3, 1],
        { abs: 1e-9 },
      );
    }
  });

  it("leaves its argument as it is, and agrees with Jacobi's rotations on matrices of any rank", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.double({ min: -10, max: 10, noNaN: true })),
        (d, rank, numbers) => {
          const b = Float64Array.from({ length: d * rank }, () => numbers.next().value as number);
          const matrix = Float64Array.from({ length: d * d }, (_, at) => {
            const [i, j] = [Math.floor(at / d), at % d];
            let sum = 0;
            for (let r = 0; r < rank; r++) sum += b[i * rank + r]! * b[j * rank + r]!;
            return sum;
          });
          const before = [...matrix];
          const values = symmetricEigenvalues(matrix, d);
          expect([...matrix]).toEqual(before);
          const largest = Math.abs(values[0] ?? 0);
          expectClose(values, symmetricEigen(matrix, d).values, { abs: 1e-9 * (1 + largest) });
        },
      ),
      { numRuns: 80 },
    );
  });
});
