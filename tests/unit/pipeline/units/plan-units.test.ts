import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countUnits, planUnits, type AtlasToPlan } from "#pipeline/units/plan-units.ts";
import { parseUnit, partOf, unitsOf } from "#pipeline/units/unit.ts";

function atlas(nHeads: number, secondsPerHead: number, nKept = 0): AtlasToPlan {
  const heads = Array.from({ length: nHeads }, (_, head) => ({ layer: 0, head }));
  const id = { model: "m", dataset: "d" };
  return { id, heads, secondsPerHead, isKept: ({ head }) => head < nKept };
}

describe("a unit", () => {
  it("is written as one of all", () => {
    expect(parseUnit("3/16")).toEqual({ index: 3, count: 16 });
    const wrong = ["", "3", "0/3", "4/3", "03/16", "3/16 ", "-1/3", "1/0", "1.0/3", "1/200000", "a/b"];
    expect(wrong.map(parseUnit)).toEqual(wrong.map(() => undefined));
  });

  it("has a part of every list; all parts make the list, in order, and differ by one at most", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), (length, count) => {
        const all = Array.from({ length }, (_, i) => i);
        const parts = unitsOf(count).map((unit) => partOf(unit, all));
        expect(parts.flat()).toEqual(all);
        const lengths = parts.map((part) => part.length);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("a plan", () => {
  it("has units of about the time that is asked for", () => {
    // By hand: 144 heads of 34 s on 2 threads are 2448 s, four times ten minutes and a little.
    expect(countUnits([atlas(144, 34)], { minutes: 10, workers: 2 })).toBe(5);
    expect(countUnits([atlas(144, 34), atlas(144, 34)], { minutes: 10, workers: 2 })).toBe(9);
    expect(countUnits([atlas(4, 0.1)], { minutes: 10, workers: 2 })).toBe(1);
    // Never more than there are heads.
    expect(countUnits([atlas(2, 9000)], { minutes: 10, workers: 1 })).toBe(2);
    expect(countUnits([], { minutes: 10, workers: 1 })).toBe(1);
  });

  it("says of each unit which heads of each atlas it has, and how many are there", () => {
    const [first, second] = planUnits([atlas(5, 10, 3), atlas(1, 7)], 2, 2);
    expect(first?.parts.map(({ heads, nKept }) => [heads.length, nKept])).toEqual([
      [2, 2],
      [0, 0],
    ]);
    expect(second?.parts.map(({ heads, nKept }) => [heads.length, nKept])).toEqual([
      [3, 1],
      [1, 0],
    ]);
    // Two threads make three heads in two turns.
    expect([first?.seconds, second?.seconds]).toEqual([10, 27]);
  });
});
