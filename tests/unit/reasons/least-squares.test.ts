import { describe, expect, it } from "vitest";
import { leastSquares } from "../../../src/reasons/least-squares.ts";

describe("least squares from normal equations", () => {
  it("solves two columns by hand", () => {
    // Columns (1, 1, 0) and (0, 1, 1), values 3, 5, 2: x = 3, 2.
    const { coefficients, added, inverse } = leastSquares(Float64Array.of(2, 0, 1, 2), Float64Array.of(8, 7));
    expect([...coefficients].map((x) => Number(x.toFixed(12)))).toEqual([3, 2]);
    // The first alone explains 8² / 2, both 3² + 5² + 2².
    expect(added[0]).toBeCloseTo(32);
    expect((added[0] ?? 0) + (added[1] ?? 0)).toBeCloseTo(38);
    expect(inverse(0)[0]).toBeCloseTo(2 / 3);
    expect(inverse(0)[1]).toBeCloseTo(-1 / 3);
  });

  it("leaves out a column that those before it tell already, and one of zeros", () => {
    const { coefficients, isKept, inverse } = leastSquares(
      Float64Array.of(2, 0, 0, 0, 4, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 5),
      Float64Array.of(4, 8, 0, 5),
    );
    expect([...isKept]).toEqual([1, 0, 0, 1]);
    expect([...coefficients].map((x) => Number(x.toFixed(12)))).toEqual([2, 0, 0, 1]);
    expect([...inverse(1)]).toEqual([0, 0, 0, 0]);
  });
});
