import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LabelField } from "#viewer/map/text/label-field.ts";

const SIZE = { width: 800, height: 600 };
const WIDTH_PX = 30;

function choose(places: readonly (readonly [number, number])[], zoom = 1, hidden = new Set<number>()) {
  const field = new LabelField(places.map((_, i) => `t${i}`));
  const place = (point: number): { x: number; y: number } => {
    const [x, y] = places[point] ?? [0, 0];
    return { x, y };
  };
  return field.choose(
    place,
    (point) => !hidden.has(point),
    SIZE,
    zoom,
    () => WIDTH_PX,
  );
}

const places = fc.array(fc.tuple(fc.integer({ min: -50, max: 850 }), fc.integer({ min: -50, max: 650 })), {
  maxLength: 300,
});

describe("LabelField", () => {
  it("names every point where there is room for all", () => {
    const labels = choose([
      [100, 100],
      [400, 300],
      [700, 500],
    ]);
    expect(labels.map((label) => label.text).sort()).toEqual(["t0", "t1", "t2"]);
  });

  it("names one of several points that stand on each other", () => {
    expect(
      choose([
        [100, 100],
        [104, 102],
        [98, 97],
      ]),
    ).toHaveLength(1);
  });

  it("passes over what is hidden, outside of the map, or has no text", () => {
    expect(
      choose(
        [
          [100, 100],
          [-5, 100],
          [300, 700],
        ],
        1,
        new Set([0]),
      ),
    ).toEqual([]);
    expect(
      new LabelField(["", ""]).choose(
        () => ({ x: 1, y: 1 }),
        () => true,
        SIZE,
        1,
        () => 1,
      ),
    ).toEqual([]);
  });

  it("chooses the same ones whenever it is asked, and keeps them apart", () => {
    fc.assert(
      fc.property(places, (given) => {
        const labels = choose(given);
        expect(choose(given)).toEqual(labels);
        for (const [i, a] of labels.entries()) {
          for (const b of labels.slice(i + 1)) {
            const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = [given[a.point], given[b.point]];
            expect(Math.abs(ax - bx) > WIDTH_PX || Math.abs(ay - by) > 15).toBe(true);
          }
        }
      }),
    );
  });

  it("names more as the reader zooms in", () => {
    const grid = Array.from(
      { length: 400 },
      (_, i) => [(i % 20) * 40 + 10, Math.floor(i / 20) * 30 + 5] as const,
    );
    expect(choose(grid, 8).length).toBeGreaterThan(choose(grid, 1).length * 1.5);
  });
});
