import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenOrder } from "#drawing/text/token-order.ts";

const coordinate = fc.float({ min: -1, max: 1, noNaN: true });

function orderOf(places: readonly (readonly [number, number])[], isLabeled = (): boolean => true): number[] {
  const x = Float32Array.from(places, ([value]) => value);
  const y = Float32Array.from(places, ([, value]) => value);
  return Array.from(tokenOrder({ n: places.length, x, y }, isLabeled));
}

describe("tokenOrder", () => {
  it("begins with the middle, then goes on quarter by quarter", () => {
    const corners = [
      [-0.5, -0.5],
      [-0.45, -0.45],
      [0.5, -0.5],
      [0.01, 0],
      [0.5, 0.5],
      [-0.5, 0.5],
    ] as const;
    const order = orderOf(corners);
    expect(order[0]).toBe(3);
    expect(order.slice(1, 5).toSorted()).toEqual([0, 2, 4, 5]);
    expect(order[5]).toBe(1);
  });

  it("names every labeled point once", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 200 }), (places) => {
        expect(orderOf(places).toSorted((a, b) => a - b)).toEqual(places.map((_, i) => i));
      }),
    );
    expect(orderOf([[0, 0]], () => false)).toEqual([]);
  });
});
