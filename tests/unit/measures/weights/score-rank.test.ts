import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import type { Matrix } from "#measures/weights/matrix.ts";
import { scoreRank } from "#measures/weights/score-rank.ts";

/** Columns of the unit matrix, each with a factor. */
function scaledUnits(width: number, factors: readonly number[], first = 0): Matrix {
  const d = factors.length;
  const data = new Float32Array(width * d);
  factors.forEach((factor, i) => (data[(first + i) * d + i] = factor));
  return { nRows: width, nColumns: d, data };
}

function drawn(seed: number, nRows: number, nColumns: number): Matrix {
  const random = seededRandom(seed);
  return { nRows, nColumns, data: Float32Array.from({ length: nRows * nColumns }, () => random() * 2 - 1) };
}

describe("the rank of W_Q·W_Kᵀ", () => {
  it("is its number of directions where all are alike", () => {
    const rank = scoreRank(scaledUnits(8, [1, 1, 1, 1]), scaledUnits(8, [2, 2, 2, 2], 3));
    expect(rank?.effective).toBeCloseTo(4, 6);
    expect(rank?.stable).toBeCloseTo(4, 6);
  });

  it("is worked by hand where the singular values are 4, 2 and 2", () => {
    const rank = scoreRank(scaledUnits(8, [2, 1, 2, 0]), scaledUnits(8, [2, 2, 1, 5]));
    // Shares 1/2, 1/4, 1/4: entropy 1.5 ln 2. Squares 16 + 4 + 4, over 16.
    expect(rank?.effective).toBeCloseTo(2 ** 1.5, 5);
    expect(rank?.stable).toBeCloseTo(1.5, 5);
  });

  it("is not given for a head that compares nothing", () => {
    expect(scoreRank(scaledUnits(4, [0, 0]), scaledUnits(4, [1, 1]))).toBeNull();
  });

  it("does not change if queries are scaled and keys are scaled back, nor if both are swapped", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (seed, s) => {
          const [q, k] = [drawn(seed, 12, 4), drawn(seed + 1, 12, 4)];
          const own = scoreRank(q, k)!;
          const scaled = scoreRank(
            { ...q, data: Array.from(q.data, (x) => x * s) },
            { ...k, data: Array.from(k.data, (x) => x / s) },
          )!;
          const swapped = scoreRank(k, q)!;
          for (const other of [scaled, swapped]) {
            expect(other.effective).toBeCloseTo(own.effective, 4);
            expect(other.stable).toBeCloseTo(own.stable, 4);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
