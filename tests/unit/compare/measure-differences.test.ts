import { describe, expect, it } from "vitest";
import {
  measureDifferences,
  shownDifference,
  shownValue,
  spansAmong,
} from "../../../src/compare/measure-differences.ts";
import { CATALOG } from "../../../src/measures/catalog/catalog.ts";
import type { MeasuredHead } from "../../../src/measures/catalog/measured-head.ts";

/** Only what the rows of the catalog find in it. */
function head(metrics: object): MeasuredHead {
  return { metrics, chance: { induction: 0.1 }, alignment: {}, quality: {} } as unknown as MeasuredHead;
}

describe("measureDifferences", () => {
  const a = head({ induction: 0.1, self: 0.5, distance: 4, previous: 0.3 });
  const b = head({ induction: 0.9, self: 0.4, distance: 12, next: 0.2 });
  const rows = measureDifferences(a, b, spansAmong([a, b, head({ distance: 20 })]));
  const row = (id: string): (typeof rows)[number] | undefined =>
    rows.find(({ measure }) => measure.id === id);

  it("puts the largest first: of the range, or of what all heads span where the range has no end", () => {
    // 0.8 of 0 … 1; 8 of 4 … 20; 0.1 of 0 … 1.
    expect(rows.slice(0, 3).map(({ measure, size }) => [measure.id, size])).toEqual([
      ["induction", 0.8],
      ["distance", 0.5],
      ["self", expect.closeTo(0.1, 9)],
    ]);
    expect(row("induction")).toMatchObject({ a: 0.1, b: 0.9, difference: 0.8, chance: [0.1, 0.1] });
  });

  it("calls two values next to zero alike where other heads are far from it", () => {
    const [low, high] = [head({ distance: 0 }), head({ distance: 0.01 })];
    const sizes = (others: MeasuredHead[]): (number | null)[] =>
      measureDifferences(low, high, spansAmong([low, high, ...others])).map(({ size }) => size);
    expect(sizes([head({ distance: 10 })])).toEqual([expect.closeTo(0.001, 9)]);
    expect(sizes([])).toEqual([1]);
    expect(measureDifferences(low, low, spansAmong([low])).map(({ size }) => size)).toEqual([0]);
  });

  it("keeps what only one of them has, without a difference and last", () => {
    expect(rows.slice(3).map(({ measure }) => measure.id)).toEqual(["previous", "next"]);
    expect(row("previous")).toMatchObject({ a: 0.3, b: null, difference: null, size: null });
  });
});

describe("numbers in a table", () => {
  const measure = (id: string): (typeof CATALOG)[number] => CATALOG.find((each) => each.id === id)!;

  it("have two decimals for shares, three digits otherwise, and a sign for differences", () => {
    expect(shownValue(0.1234, measure("induction"))).toBe("0.12");
    expect(shownValue(12.345, measure("distance"))).toBe("12.3");
    expect(shownValue(1234.5, measure("distance"))).toBe("1,235");
    expect(shownDifference(-0.5, measure("induction"))).toBe("−0.50");
    expect(shownDifference(0.5, measure("induction"))).toBe("+0.50");
    expect(shownDifference(null, measure("induction"))).toBe("–");
  });
});
