/** How heads stand in a measure, and how that is drawn and written. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findMeasure } from "#measures/catalog/catalog.ts";
import { formatValue } from "../../../../src/site/measures/format-value.ts";
import { histogramOf } from "../../../../src/measures/histogram.ts";
import { standingOf } from "../../../../src/site/measures/standing.ts";
import { head } from "../../../helpers/read-heads.ts";

const row = (
  name: string,
  induction: number | null,
): { about: string; numbers: ReturnType<typeof head> } => ({
  about: name,
  numbers: head({ induction, entropy: induction ?? 0.5 }),
});

describe("how heads stand in a measure", () => {
  const heads = [row("a", 0.2), row("b", 0.9), row("c", null), row("d", 0.4)];

  it("begins with the most remarkable ones, high or low, each beside its chance", () => {
    const high = standingOf(findMeasure("induction")!, heads, 2);
    expect(high.leading).toEqual([
      { about: "b", value: 0.9, chance: 0.3 },
      { about: "d", value: 0.4, chance: 0.3 },
    ]);
    expect(high.isLowFirst).toBe(false);
    const low = standingOf(findMeasure("entropy")!, heads, 1);
    expect(low.leading.map(({ about }) => about)).toEqual(["a"]);
    expect(low.isLowFirst).toBe(true);
  });

  it("counts why heads have no number", () => {
    expect(standingOf(findMeasure("induction")!, heads, 2).missing).toEqual([
      { why: "The measure does not apply to such heads.", count: 1 },
    ]);
    const older = standingOf(findMeasure("headvis.qk_distance")!, heads, 2);
    expect(older.values).toEqual([]);
    expect(older.missing[0]).toMatchObject({
      count: 4,
      why: expect.stringContaining("Build it again") as string,
    });
  });
});

describe("histogramOf", () => {
  it("takes known bounds as its ends, worked by hand", () => {
    const found = histogramOf([0, 0.1, 0.6, 1], [0, 1], 2);
    expect(found?.bars.map(({ count }) => count)).toEqual([2, 2]);
    expect(found).toMatchObject({ from: 0, to: 1, median: 0.35 });
  });

  it("reaches from the least to the greatest number where there are no bounds, and to numbers beyond them", () => {
    expect(histogramOf([3, 7, 5], [0, null], 4)).toMatchObject({ from: 3, to: 7, median: 5 });
    expect(histogramOf([1.5], [0, 1], 4)).toMatchObject({ from: 0, to: 1.5 });
    expect(histogramOf([2, 2], [null, null], 3)?.bars.map(({ count }) => count)).toEqual([2, 0, 0]);
    expect(histogramOf([], [0, 1], 3)).toBeNull();
  });

  it("counts every number once", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        const bars = histogramOf(values, [null, null], 7)?.bars ?? [];
        expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe("formatValue", () => {
  it("writes shares and correlations with two decimals, others with digits that count", () => {
    expect(formatValue({ unit: "share" }, 0.456)).toBe("0.46");
    expect(formatValue({ unit: "correlation" }, -0.5)).toBe("−0.50");
    expect(formatValue({ unit: "tokens²" }, 1234.5)).toBe("1,230");
    expect(formatValue({ unit: "position" }, -1)).toBe("−1");
    expect(formatValue({ unit: "dimensions" }, 8.3912)).toBe("8.39");
  });
});
