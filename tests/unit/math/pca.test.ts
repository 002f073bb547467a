import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pca } from "#math/pca.ts";
import { symmetricEigen } from "#math/symmetric-eigen.ts";
import { expectClose } from "../../helpers/expect-close.ts";

describe("pca", () => {
  it("finds the diagonal of points on a diagonal, worked by hand", () => {
    const { scores, explained } = pca(Float32Array.of(0, 0, 1, 1, 2, 2), 3, 2, 2);
    expectClose(scores, [-Math.SQRT2, 0, 0, 0, Math.SQRT2, 0], { abs: 1e-6 });
    expectClose(explained, [1, 0], { abs: 1e-9 });
  });

  it("keeps all distances when no component is left out", () => {
    const cloud = fc.array(fc.float({ min: -10, max: 10, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(cloud, (values) => {
        const { scores } = pca(Float32Array.from(values), 4, 3, 3);
        const distance = (points: ArrayLike<number>, i: number, j: number): number =>
          Math.hypot(...[0, 1, 2].map((axis) => (points[i * 3 + axis] ?? 0) - (points[j * 3 + axis] ?? 0)));
        for (const [i, j] of [
          [0, 1],
          [1, 2],
          [0, 3],
        ] as const) {
          expect(distance(scores, i, j)).toBeCloseTo(distance(values, i, j), 3);
        }
      }),
    );
  });

  it("refuses another number of values than n × d", () => {
    expect(() => pca(new Float32Array(5), 2, 3, 2)).toThrow("points: expected 6 numbers, received 5.");
  });
});

describe("symmetricEigen", () => {
  it("solves a matrix worked by hand", () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expectClose(values, [3, 1], { abs: 1e-12 });
    expect(Math.abs(vectors[0] ?? 0)).toBeCloseTo(Math.SQRT1_2, 10);
  });

  it("gives vectors that the matrix only stretches", () => {
    const entries = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(entries, (upper) => {
        const m = new Float64Array(16);
        let at = 0;
        for (let i = 0; i < 4; i++)
          for (let j = i; j < 4; j++) m[i * 4 + j] = m[j * 4 + i] = upper[at++] ?? 0;
        const { values, vectors } = symmetricEigen(m, 4);
        for (let row = 0; row < 4; row++) {
          const v = vectors.subarray(row * 4, row * 4 + 4);
          const stretched = [0, 1, 2, 3].map((i) =>
            v.reduce((sum, x, j) => sum + x * (m[i * 4 + j] ?? 0), 0),
          );
          expectClose(
            stretched,
            Array.from(v, (x) => x * (values[row] ?? 0)),
            { abs: 1e-6 },
          );
        }
      }),
    );
  });
});
