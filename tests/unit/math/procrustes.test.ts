import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { turnOf, turnTo } from "#math/procrustes.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const square = Float32Array.of(1, 0, 0, 2, -1, 0, 0, -2);

describe("turnTo", () => {
  it("turns a quarter turn back", () => {
    const turned = Float32Array.of(0, 1, -2, 0, 0, -1, 2, 0);
    expectClose(turnTo(turned, square, 2), square, { abs: 1e-6 });
  });

  it("mirrors where that agrees better", () => {
    const mirrored = square.map((x, i) => (i % 2 === 0 ? -x : x));
    expectClose(turnTo(mirrored, square, 2), square, { abs: 1e-6 });
  });

  it("turns by any angle, wherever the points lie, however large the target is; worked by hand", () => {
    // By the angle of 3-4-5: (1, 0) → (0.6, 0.8). Moved and enlarged, which must not matter.
    const turned = Float32Array.of(0.6, 0.8, -1.6, 1.2, -0.6, -0.8, 1.6, -1.2).map((x) => x + 5);
    const goal = square.map((x, i) => 10 * x + [3, -7][i % 2]!);
    expectClose(turnTo(turned, goal, 2), square, { abs: 1e-5 });
  });

  it("turns in space, each axis by its own weight", () => {
    // x → y → z → x.
    const box = Float32Array.of(1, 0, 0, -1, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 3, 0, 0, -3);
    const turned = box.map((_, i) => box[i - (i % 3) + ((i + 2) % 3)]!);
    expectClose(turnTo(turned, box, 3), box, { abs: 1e-5 });
  });

  it("only centers points that have nothing in common with the target along an axis", () => {
    const flat = Float32Array.of(0, 0, 2, 0, 4, 0);
    expect([...turnTo(flat, Float32Array.of(0, 1, 1, 2, 2, 4), 2)]).toEqual([-2, 0, 0, 0, 2, 0]);
    expect([...turnTo(flat, new Float32Array(6), 2)]).toEqual([-2, 0, 0, 0, 2, 0]);
  });

  it("takes less than a millionth of the longer axis for nothing in common, and no more", () => {
    // A cross a quarter turn from its target. The common squares of its axes differ by the square of its thickness.
    const cross = (thickness: number): Float32Array =>
      Float32Array.of(0, 1, 0, -1, -thickness, 0, thickness, 0);
    const target = Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1);
    for (const thickness of [0.8e-6, 0.95e-6])
      expect(turnTo(cross(thickness), target, 2)).toEqual(cross(thickness));
    for (const thickness of [1.05e-6, 1.2e-6])
      expectClose(turnTo(cross(thickness), target, 2), [1, 0, -1, 0, 0, thickness, 0, -thickness], {
        abs: 1e-9,
      });
  });

  it("never changes a distance", () => {
    const cloud = fc.float32Array({ min: -9, max: 9, noNaN: true, minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(cloud, cloud, (points, target) => {
        const turned = turnTo(points, target, 3);
        const distance = (of: Float32Array): number =>
          Math.hypot((of[0] ?? 0) - (of[3] ?? 0), (of[1] ?? 0) - (of[4] ?? 0), (of[2] ?? 0) - (of[5] ?? 0));
        expect(distance(turned)).toBeCloseTo(distance(points), 3);
      }),
    );
  });

  it("refuses targets of another length", () => {
    expect(() => turnTo(square, new Float32Array(6), 2)).toThrow("target: expected 8 numbers, received 6.");
  });
});

describe("turnOf", () => {
  it("is the matrix of a quarter turn and of a mirror; worked by hand", () => {
    // A row times the matrix: (0, 1) → (1, 0).
    const turned = Float32Array.of(0, 1, -2, 0, 0, -1, 2, 0);
    expectClose(turnOf(turned, square, 2) ?? [], [0, -1, 1, 0], { abs: 1e-6 });
    const mirrored = square.map((x, i) => (i % 2 === 0 ? -x : x));
    expectClose(turnOf(mirrored, square, 2) ?? [], [-1, 0, 0, 1], { abs: 1e-6 });
  });

  it("is null for points that have nothing in common with the target along an axis", () => {
    expect(turnOf(Float32Array.of(0, 0, 2, 0, 4, 0), Float32Array.of(0, 1, 1, 2, 2, 4), 2)).toBeNull();
  });
});
