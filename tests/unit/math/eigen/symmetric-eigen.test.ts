import { describe, expect, it } from "vitest";
import { symmetricEigen } from "#math/eigen/symmetric-eigen.ts";
import { expectClose } from "../../../helpers/expect-close.ts";

describe("symmetricEigen", () => {
  it("sorts what is diagonal already, the first of equals first", () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(1, 0, 0, 0, 3, 0, 0, 0, 1), 3);
    expect([...values]).toEqual([3, 1, 1]);
    expect([...vectors]).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 1]);
  });

  it("turns to the axes of a matrix, whichever of its diagonal is larger; worked by hand", () => {
    // (3 1; 1 1): 2 ± √2, along (1 + √2, 1).
    const length = Math.hypot(1 + Math.SQRT2, 1);
    const [long, short] = [(1 + Math.SQRT2) / length, 1 / length];
    const first = symmetricEigen(Float64Array.of(3, 1, 1, 1), 2);
    expectClose(first.values, [2 + Math.SQRT2, 2 - Math.SQRT2], { abs: 1e-12 });
    expectClose(first.vectors, [long, short, -short, long], { abs: 1e-12 });
    const second = symmetricEigen(Float64Array.of(1, -1, -1, 3), 2);
    expectClose(second.values, [2 + Math.SQRT2, 2 - Math.SQRT2], { abs: 1e-12 });
    expectClose(second.vectors, [-short, long, long, short], { abs: 1e-12 });
    // Equal on the diagonal: an eighth of a turn.
    const third = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expectClose(third.values, [3, 1], { abs: 1e-12 });
    expectClose(third.vectors, [Math.SQRT1_2, Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT1_2], { abs: 1e-12 });
  });

  it("needs a single turn for two axes, and is exact to the last bit but one", () => {
    // A sweep that came only near would end with vectors off by 1e-12.
    for (const [a, b, c] of [
      [1, 2, -2],
      [-2, 2, 1],
      [3, 1, 1],
      [5, -7, 2],
      [0.5, 40, 3],
    ] as const) {
      const { values, vectors } = symmetricEigen(Float64Array.of(a, b, b, c), 2);
      const root = Math.hypot((a - c) / 2, b);
      expectClose(values, [(a + c) / 2 + root, (a + c) / 2 - root], { abs: 0, rel: 1e-15 * 4 });
      for (const i of [0, 1]) {
        const [x, y] = [vectors[i * 2]!, vectors[i * 2 + 1]!];
        expect(Math.abs(a * x + b * y - values[i]! * x)).toBeLessThan(4e-15 * root);
        expect(Math.abs(b * x + c * y - values[i]! * y)).toBeLessThan(4e-15 * root);
        expect(Math.abs(x * x + y * y - 1)).toBeLessThan(4e-16);
      }
    }
  });

  it("takes as many sweeps as it needs, and leaves the matrix as it was", () => {
    // The second difference of 5 points: 2 − 2 cos(π i / 6).
    const matrix = Float64Array.from({ length: 25 }, (_, at) => {
      const apart = Math.abs(Math.floor(at / 5) - (at % 5));
      return apart === 0 ? 2 : apart === 1 ? -1 : 0;
    });
    const before = matrix.slice();
    const { values } = symmetricEigen(matrix, 5);
    expectClose(
      values,
      [5, 4, 3, 2, 1].map((i) => 2 - 2 * Math.cos((Math.PI * i) / 6)),
      { abs: 1e-12 },
    );
    expect(matrix).toEqual(before);
  });

  it("leaves alone what is zero, where two values are equal", () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 0, 1, 0, 2, 0, 1, 0, 2), 3);
    expectClose(values, [3, 2, 1], { abs: 1e-12 });
    const half = Math.SQRT1_2;
    expectClose(vectors, [half, 0, half, 0, 1, 0, half, 0, -half], { abs: 1e-12 });
  });

  it("knows a matrix of zeros", () => {
    const { values, vectors } = symmetricEigen(new Float64Array(4), 2);
    expect([...values]).toEqual([0, 0]);
    expect([...vectors]).toEqual([1, 0, 0, 1]);
  });
});
