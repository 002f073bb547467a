import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { symmetricEigen } from "#math/eigen/symmetric-eigen.ts";
import { pca } from "#math/pca.ts";
import { seededRandom } from "#math/random.ts";
import { expectClose } from "../../helpers/expect-close.ts";

describe("pca", () => {
  it("finds the diagonal of points on a diagonal, worked by hand", () => {
    const { scores, explained } = pca(Float32Array.of(0, 0, 1, 1, 2, 2), 3, 2, 2);
    expectClose(scores, [-Math.SQRT2, 0, 0, 0, Math.SQRT2, 0], { abs: 1e-6 });
    expectClose(explained, [1, 0], { abs: 1e-9 });
  });

  it("finds the axes of a cross that lies away from the middle, their largest loading positive; worked by hand", () => {
    // Around (10, 20): twice (6, −8), of length 10, and at right angles twice (2, 1.5), of length 2.5.
    const cross = Float32Array.of(16, 12, 4, 28, 12, 21.5, 8, 18.5);
    const { scores, explained, nComponents } = pca(cross, 4, 2, 2);
    expect(nComponents).toBe(2);
    // The first axis is (−0.6, 0.8), the second (0.8, 0.6).
    expectClose(scores, [-10, 0, 10, 0, 0, 2.5, 0, -2.5], { abs: 1e-5 });
    expectClose(explained, [16 / 17, 1 / 17], { abs: 1e-9 });
    const first = pca(cross, 4, 2, 1);
    expectClose(first.scores, [-10, 10, 0, 0], { abs: 1e-5 });
    expectClose(first.explained, [16 / 17], { abs: 1e-9 });
  });

  it("turns every component so that its largest loading is positive", () => {
    const cloud = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(cloud, (values) => {
        const { scores, explained } = pca(Float32Array.from(values), 5, 3, 3);
        for (let component = 0; component < 3; component++) {
          if (explained[component]! < 1e-6) continue;
          // Score times coordinate, summed over the points, is the loading times the component's variance.
          const loadings = [0, 1, 2].map((axis) =>
            [0, 1, 2, 3, 4].reduce((sum, i) => sum + scores[i * 3 + component]! * values[i * 3 + axis]!, 0),
          );
          const most = Math.max(...loadings.map(Math.abs));
          expect(Math.max(...loadings)).toBeGreaterThan(most * 0.999);
        }
      }),
    );
  });

  it("lets the first of equal loadings be the positive one", () => {
    const { scores } = pca(Float32Array.of(-1, 1, 0, 0, 1, -1), 3, 2, 1);
    expectClose(scores, [-Math.SQRT2, 0, Math.SQRT2], { abs: 1e-6 });
  });

  it("says 0 of points that do not vary", () => {
    const { scores, explained } = pca(Float32Array.of(3, 4, 3, 4), 2, 2, 2);
    expect([...scores].map(Math.abs)).toEqual([0, 0, 0, 0]);
    expect(explained).toEqual([0, 0]);
  });

  it("explains no less than nothing by axes along which points do not vary, however sums are rounded", () => {
    const random = seededRandom(1);
    for (let trial = 0; trial < 30; trial++) {
      // In a plane; multiples of 1/1024, whose sums are exact.
      const grid = (): number => Math.round(random() * 1024) / 1024;
      const points = Array.from({ length: 6 }, () => [grid(), grid()]).flatMap(([a = 0, b = 0]) => [
        a,
        b,
        a + b,
      ]);
      const { explained } = pca(Float32Array.from(points), 6, 3, 3);
      for (const share of explained) expect(share).toBeGreaterThanOrEqual(0);
      expect(explained[2]).toBeLessThan(1e-12);
    }
  });

  it("knows points that vary little", () => {
    expectClose(pca(Float32Array.of(0, 0, 0.01, 0), 2, 2, 2).explained, [1, 0], { abs: 1e-9 });
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
