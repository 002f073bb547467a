import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisOf, placeOn, valueAt } from "#finder/axis.ts";
import { extentOf } from "#finder/finder-table.ts";
import { histogramOf } from "#finder/histogram.ts";
import { LitHead } from "#finder/lit-head.ts";
import { rowsInView } from "#finder/rows-in-view.ts";
import { plainNumber, roundRange, shownNumber, tickText } from "#finder/shown-number.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });

describe("an axis", () => {
  it("has round numbers, at most five of them, and room at both ends", () => {
    expect(axisOf([0, 1]).ticks).toEqual([0, 0.5, 1]);
    expect(axisOf([2, 19.8]).ticks).toEqual([5, 10, 15, 20]);
    expect(axisOf([-0.53, 0.07]).ticks).toEqual([-0.4, -0.2, 0]);
    expect(axisOf([3, 3]).ticks.every((tick) => tick >= 2.5 && tick <= 3.5)).toBe(true);
    expect(axisOf(null)).toEqual(axisOf([0, 1]));
  });

  it("holds every number, and gives back the number of a place", () => {
    fc.assert(
      fc.property(finite, finite, finite, (a, b, c) => {
        const axis = axisOf([Math.min(a, b), Math.max(a, b)]);
        for (const value of [a, b]) {
          expect(placeOn(axis, value)).toBeGreaterThan(0);
          expect(placeOn(axis, value)).toBeLessThan(1);
        }
        expect(axis.ticks.length).toBeLessThanOrEqual(6);
        const scale = Math.max(1, Math.abs(c), axis.most - axis.least);
        expect(Math.abs(valueAt(axis, placeOn(axis, c)) - c) / scale).toBeLessThan(1e-6);
      }),
    );
  });
});

describe("a histogram", () => {
  it("counts the last number in the last bin, and no head without a number", () => {
    const values = Float64Array.of(0, 1, 2, 4, NaN, 4);
    const histogram = histogramOf(values, Uint8Array.of(1, 0, 1, 1, 1, 0), 4);
    expect(histogram).toEqual({
      least: 0,
      most: 4,
      all: Uint32Array.of(1, 1, 1, 2),
      passing: Uint32Array.of(1, 0, 1, 1),
    });
    expect(histogramOf(Float64Array.of(NaN), Uint8Array.of(1), 4)).toBeNull();
    expect(histogramOf(Float64Array.of(3, 3), Uint8Array.of(1, 1), 2)?.all).toEqual(Uint32Array.of(2, 0));
  });
});

describe("a number", () => {
  it.each([
    [NaN, "–"],
    [0, "0"],
    [0.8429, "0.84"],
    [-0.333, "−0.33"],
    [0.0041, "0.004"],
    [0.00004, "0.00004"],
    [13.4199, "13.4"],
    [1210.6849, "1,211"],
  ])("%d is shown as %s", (value, text) => {
    expect(shownNumber(value)).toBe(text);
  });

  it("stands beside an axis without needless zeros", () => {
    expect([0.4, 5, -20, 1200].map(tickText)).toEqual(["0.4", "5", "−20", "1,200"]);
  });

  it("that begins or ends a range never leaves out the head it came from, once it is written in an address", () => {
    expect(roundRange(0.123449, 0.123451)).toEqual({ least: 0.1234, most: 0.1235 });
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { least, most } = roundRange(low, high);
        expect(Number(plainNumber(least))).toBe(least);
        expect(Number(plainNumber(most))).toBe(most);
        expect(least).toBeLessThanOrEqual(low);
        expect(most).toBeGreaterThanOrEqual(high);
      }),
    );
  });

  it("has an extent without those that are missing", () => {
    expect(extentOf(Float64Array.of(NaN, 2, -1))).toEqual([-1, 2]);
    expect(extentOf(Float64Array.of(NaN))).toBeNull();
  });
});

describe("the rows of a long table", () => {
  const from = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

  it("are those in view with a few around them, and the one that has the focus", () => {
    const view = { top: 3000, height: 300, rowPx: 30, count: 10_000, spare: 8 };
    expect(rowsInView(view, null, 0)).toEqual([0, ...from(92, 26)]);
    expect(rowsInView(view, null, 9999)).toEqual([...from(92, 26), 9999]);
    expect(rowsInView({ ...view, top: 0, count: 3 }, null, 0)).toEqual([0, 1, 2]);
    expect(rowsInView({ ...view, top: 0, count: 0 }, null, -1)).toEqual([]);
    expect(rowsInView({ ...view, spare: 2 }, null, 100)).toEqual(from(98, 14));
  });

  it("stay the same list while they hold what is seen, and the row that has the focus", () => {
    const view = { top: 3000, height: 300, rowPx: 30, count: 10_000, spare: 8 };
    const shown = rowsInView(view, null, 100);
    expect(rowsInView({ ...view, top: 3240 }, shown, 105)).toBe(shown);
    expect(rowsInView({ ...view, top: 3241 }, shown, 105)).toEqual(from(100, 27));
    expect(rowsInView(view, shown, 118)).toEqual([...from(92, 26), 118]);
    // The row before the gap and the first one after it are there, but not those between them.
    expect(rowsInView({ ...view, top: 0 }, [0, ...from(9, 30)], 0)).toEqual(from(0, 26));
  });

  it("hold every row that is seen, in order, wherever the table was before", () => {
    const view = fc.record({
      top: fc.nat(400_000),
      height: fc.nat(1200),
      rowPx: fc.constantFrom(30, 44),
      count: fc.nat(10_000),
      spare: fc.nat(12),
    });
    fc.assert(
      fc.property(view, fc.nat(400_000), fc.integer({ min: -1, max: 12_000 }), (each, before, always) => {
        const rows = rowsInView(each, rowsInView({ ...each, top: before }, null, always), always);
        expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
        expect(rows.every((row) => row >= 0 && row < each.count)).toBe(true);
        const end = Math.min(each.count, Math.ceil((each.top + each.height) / each.rowPx));
        for (let row = Math.floor(each.top / each.rowPx); row < end; row++) expect(rows).toContain(row);
        if (always >= 0 && always < each.count) expect(rows).toContain(always);
      }),
    );
  });
});

describe("the head that is pointed at", () => {
  it("is told to the other places, and keeps its light until it is left where it was lit", () => {
    const lit = new LitHead();
    const told: [number | null, string | null][] = [];
    const end = lit.subscribe((from) => told.push([lit.head, from]));
    lit.light(3, "table");
    lit.light(3, "grid");
    // The pointer went from the table to the scatter: the table is left after the scatter was entered.
    lit.light(5, "scatter");
    lit.light(null, "table");
    expect(lit.head).toBe(5);
    lit.light(null, "scatter");
    end();
    lit.light(1, "grid");
    expect(told).toEqual([
      [3, "table"],
      [5, "scatter"],
      [null, null],
    ]);
  });
});
