import fc from "fast-check";
import { expect, it } from "vitest";
import { LEAF, pointTree, type PointTree } from "#math/map/point-tree.ts";

/** Every part that is halved: its node, and where it begins, has its middle and ends. */
function parts({ order }: PointTree, node = 0, start = 0, end = order.length): number[][] {
  if (end - start <= LEAF) return [];
  const middle = (start + end) >> 1;
  const tree = { order } as PointTree;
  return [
    [node, start, middle, end],
    ...parts(tree, 2 * node + 1, start, middle),
    ...parts(tree, 2 * node + 2, middle, end),
  ];
}

const places = fc.array(fc.tuple(fc.nat(12), fc.nat(40), fc.nat(3)), { minLength: 1, maxLength: 300 });

it("halves the points at their middle on an axis, again and again, whatever is equal", () => {
  fc.assert(
    fc.property(places, (points) => {
      const tree = pointTree(Float32Array.from(points.flat()), 3);
      for (const [node = 0, start = 0, middle = 0, end = 0] of parts(tree)) {
        const on = (place: number): number => tree.placed[place * 3 + tree.axes[node]!]!;
        for (let place = start; place < middle; place++)
          expect(on(place)).toBeLessThanOrEqual(tree.splits[node]!);
        for (let place = middle; place < end; place++)
          expect(on(place)).toBeGreaterThanOrEqual(tree.splits[node]!);
      }
    }),
  );
});

it("has every point once, with its coordinates from the widest axis on", () => {
  const points = Array.from({ length: 50 }, (_, i) => [i % 7, (i * 13) % 50, i % 3]);
  const { order, placeOf, placed } = pointTree(Float32Array.from(points.flat()), 3);
  expect([...order].sort((a, b) => a - b)).toEqual([...points.keys()]);
  order.forEach((point, place) => {
    const [x, y, z] = points[point]!;
    expect([...placed.subarray(place * 3, place * 3 + 3)]).toEqual([y, z, x]);
    expect(placeOf[point]).toBe(place);
  });
});

it("takes no point, and points that all lie in one place", () => {
  expect(pointTree(new Float32Array(), 2).order).toHaveLength(0);
  expect(pointTree(new Float32Array(200), 2).order).toHaveLength(100);
});
