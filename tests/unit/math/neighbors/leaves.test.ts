import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOwnOrder, leavesOf, middlesOf, rowsInOrder } from "#math/neighbors/leaves.ts";
import { seededRandom } from "#math/random.ts";

describe("leaves of a tree of points", () => {
  it("are halves along the line that points lie on, worked by hand", () => {
    // 32 points on a slanted line, every second one behind the middle.
    const along = Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? i : 100 + i));
    const points = Float32Array.from(along.flatMap((x) => [x, 2 * x]));
    const { order, starts } = leavesOf(points, 32, 2, 16);
    expect([...starts]).toEqual([0, 16, 32]);
    const first = new Set(order.subarray(0, 16));
    const even = Array.from({ length: 16 }, (_, i) => 2 * i);
    const odd = even.map((i) => i + 1);
    expect([even, odd].some((half) => half.every((i) => first.has(i)))).toBe(true);
    const middles = middlesOf(points, 2, { order, starts });
    expect([...middles].sort((a, b) => a - b)).toEqual([15, 30, 116, 232]);
  });

  it("hold every point once, none too many, and start at multiples of eight", () => {
    const shape = fc.record({
      n: fc.integer({ min: 1, max: 300 }),
      d: fc.integer({ min: 1, max: 6 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, fc.boolean(), ({ n, d, seed }, isOnePlace) => {
        const random = seededRandom(seed);
        const points = Float32Array.from({ length: n * d }, () => (isOnePlace ? 1 : random() - 0.5));
        const { order, starts } = leavesOf(points, n, d, 32);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        expect([starts[0], starts.at(-1)]).toEqual([0, n]);
        starts.subarray(1).forEach((end, leaf) => {
          expect(starts[leaf]! % 8).toBe(0);
          expect(end - starts[leaf]!).toBeGreaterThan(0);
          expect(end - starts[leaf]!).toBeLessThanOrEqual(32);
        });
        expect(leavesOf(points, n, d, 32)).toEqual({ order, starts });
      }),
      { numRuns: 60 },
    );
  });
});

describe("rows in the order of leaves", () => {
  it("have zeros behind their axes, and their neighbors find back to the points", () => {
    const order = Int32Array.of(2, 0, 1);
    const { rows, width } = rowsInOrder(Float32Array.of(1, 2, 3), 1, order);
    expect(width).toBe(4);
    expect([...rows]).toEqual([3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
    const found = { n: 3, k: 1, indices: Int32Array.of(2, 2, 1), distances: Float32Array.of(1, 1.5, 1.25) };
    const own = inOwnOrder(found, order);
    expect([...own.indices]).toEqual([1, 0, 1]);
    expect([...own.distances]).toEqual([1.5, 1.25, 1]);
  });
});
