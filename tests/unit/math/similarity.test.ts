import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { applySimilarity, similarityOf } from "#math/similarity.ts";
import { expectClose } from "../../helpers/expect-close.ts";

describe("similarityOf", () => {
  it("finds a turn, a factor and a move again; worked by hand", () => {
    // By the angle of 3-4-5, doubled, moved by (10, −7): (1, 0) → (11.2, −5.4).
    const points = Float32Array.of(1, 0, 0, 2, -1, 0, 0, -2);
    const target = Float32Array.of(11.2, -5.4, 6.8, -4.6, 8.8, -8.6, 13.2, -9.4);
    const found = similarityOf(points, target, 2)!;
    expect(found.scale).toBeCloseTo(2, 6);
    expect(found.agreement).toBeCloseTo(1, 6);
    expectClose(found.rotation, [0.6, 0.8, -0.8, 0.6], { abs: 1e-6 });
    expectClose(applySimilarity(points, found), target, { abs: 1e-5 });
  });

  it("recovers any planted rotation, reflection and scale exactly, in the plane and in space", () => {
    const angle = fc.double({ min: -3.1, max: 3.1, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(2, 3),
        fc.tuple(angle, angle, angle),
        fc.boolean(),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.integer(),
        (dim, angles, isMirrored, scale, seed) => {
          const random = seededRandom(seed);
          const points = Float32Array.from({ length: 12 * dim }, () => random() * 2 - 1);
          const planted = plant(points, dim, angles, isMirrored, scale);
          const found = similarityOf(planted, points, dim)!;
          expect(found.agreement).toBeGreaterThan(1 - 1e-5);
          expect(found.scale).toBeCloseTo(1 / scale, 4);
          expectClose(applySimilarity(planted, found), points, { abs: 1e-4 });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("does not shrink points that have little in common with the target", () => {
    const random = seededRandom(3);
    const cloud = (): Float32Array => Float32Array.from({ length: 4000 }, () => random() - 0.5);
    const found = similarityOf(cloud(), cloud(), 2)!;
    expect(found.agreement).toBeLessThan(0.01);
    expect(found.scale).toBeCloseTo(1, 1);
  });

  it("has no answer for points without spread", () => {
    expect(similarityOf(new Float32Array(8), Float32Array.of(1, 0, 0, 2, -1, 0, 0, -2), 2)).toBeNull();
    expect(similarityOf(new Float32Array(), new Float32Array(), 2)).toBeNull();
  });

  it("names the array of another length", () => {
    expect(() => similarityOf(new Float32Array(4), new Float32Array(6), 2)).toThrow("target: expected 4");
  });
});

/** Turned about each axis, mirrored, scaled, and moved by (3, −2, 1). */
function plant(
  points: Float32Array,
  dim: number,
  [yaw, pitch, roll]: readonly [number, number, number],
  isMirrored: boolean,
  scale: number,
): Float32Array {
  const planes: readonly (readonly [number, number, number])[] =
    dim === 2
      ? [[0, 1, yaw]]
      : [
          [0, 1, yaw],
          [1, 2, pitch],
          [0, 2, roll],
        ];
  const planted = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += dim) {
    const point = Array.from(points.subarray(at, at + dim));
    if (isMirrored) point[0] = -point[0]!;
    for (const [a, b, angle] of planes) {
      const [x, y] = [point[a]!, point[b]!];
      point[a] = x * Math.cos(angle) - y * Math.sin(angle);
      point[b] = x * Math.sin(angle) + y * Math.cos(angle);
    }
    planted.set(
      point.map((x, axis) => scale * x + [3, -2, 1][axis]!),
      at,
    );
  }
  return planted;
}
