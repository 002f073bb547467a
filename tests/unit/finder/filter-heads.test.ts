import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countPassing, filterHeads, passingOf } from "#finder/filter-heads.ts";
import { writeNumbers } from "#finder/file-columns.ts";
import { DEFAULT_STATE, type FinderState } from "#finder/finder-state.ts";
import { orderOf } from "#finder/sort-heads.ts";
import { finderTable } from "../../helpers/finder-table.ts";

const table = finderTable();
const passing = (part: Partial<FinderState>): string[] => {
  const passes = filterHeads(table, { ...DEFAULT_STATE, ...part });
  return table.names.filter((_, head) => passes[head] === 1);
};

describe("a filter of heads", () => {
  it("lets all heads pass at first", () => {
    expect(passing({})).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"]);
  });

  it("includes both ends of a range, and an open end is no limit", () => {
    expect(passing({ ranges: [{ id: "distance", least: 4, most: 8 }] })).toEqual(["L0H1", "L1H0", "L1H1"]);
    expect(passing({ ranges: [{ id: "distance", least: null, most: 4 }] })).toEqual(["L0H0", "L1H0"]);
    expect(passing({ ranges: [{ id: "layer", least: 1, most: null }] })).toEqual(["L1H0", "L1H1"]);
  });

  it("leaves out heads that have no number in a range of it", () => {
    expect(passing({ ranges: [{ id: "copies", least: 0, most: 1 }] })).toEqual(["L0H0", "L0H1"]);
  });

  it("asks for all ranges, the role and every word of the text", () => {
    expect(passing({ role: "one-before" })).toEqual(["L0H0", "L1H1"]);
    expect(passing({ role: "one-before", ranges: [{ id: "distance", least: 5, most: null }] })).toEqual([
      "L1H1",
    ]);
    expect(passing({ text: " Previous  L1 " })).toEqual(["L1H1"]);
    expect(passing({ text: "position" })).toEqual(["L0H0", "L1H1"]);
    expect(passing({ text: "nothing" })).toEqual([]);
  });

  it("lets all pass what the atlas does not have", () => {
    expect(
      passing({ ranges: [{ id: "gone", least: 1, most: 2 }], role: "gone", tower: "gone" }),
    ).toHaveLength(4);
  });

  it("goes by towers", () => {
    const towers = finderTable({
      v: 1,
      heads: ["encoder-L0H0", "decoder-L0H0", "decoder-L0H1"],
      words: { texts: [""], of: [0, 0, 0] },
      sorted: { texts: ["Position"], of: [0, 0, 0] },
      groups: {},
      columns: [],
    });
    const passes = filterHeads(towers, { ...DEFAULT_STATE, tower: "decoder" });
    expect([...passes]).toEqual([0, 1, 1]);
  });
});

describe("the order of heads", () => {
  const order = (by: string, isDown: boolean): string[] =>
    [...orderOf(table, { by, isDown })].map((head) => table.names[head]!);

  it("is that of the model without a column, or its reverse", () => {
    expect(order("", false)).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"]);
    expect(order("", true)).toEqual(["L1H1", "L1H0", "L0H1", "L0H0"]);
  });

  it("goes by a number, and among equals by the model, both ways", () => {
    expect(order("distance", false)).toEqual(["L0H0", "L1H0", "L0H1", "L1H1"]);
    expect(order("distance", true)).toEqual(["L0H1", "L1H1", "L1H0", "L0H0"]);
  });

  it("has heads without a number or words last, both ways", () => {
    expect(order("copies", true)).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"]);
    expect(order("copies", false)).toEqual(["L0H1", "L0H0", "L1H0", "L1H1"]);
    expect(order("words", false)).toEqual(["L0H0", "L1H1", "L0H1", "L1H0"]);
    expect(order("words", true)).toEqual(["L0H0", "L1H1", "L0H1", "L1H0"]);
    expect(order("sorted", false)).toEqual(["L0H0", "L1H1", "L0H1", "L1H0"]);
  });

  it("holds every head once, and those that pass in the same order", () => {
    const column = fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(column, fc.boolean(), fc.double({ noNaN: true }), (values, isDown, least) => {
        const any = finderTable({
          v: 1,
          heads: values.map((_, head) => `L0H${head}`),
          words: { texts: [""], of: values.map(() => 0) },
          sorted: { texts: [""], of: values.map(() => 0) },
          groups: {},
          columns: [
            { id: "a", title: "A", group: "g", unit: "", remarkable: null, values: writeNumbers(values) },
          ],
        });
        const all = orderOf(any, { by: "a", isDown });
        expect([...all].sort((a, b) => a - b)).toEqual([...values.keys()]);
        const passes = filterHeads(any, { ...DEFAULT_STATE, ranges: [{ id: "a", least, most: null }] });
        const shown = passingOf(all, passes);
        expect(shown).toHaveLength(countPassing(passes));
        expect([...shown]).toEqual([...all].filter((head) => (values[head] ?? NaN) >= least));
        const numbers = [...shown].map((head) => values[head]!);
        expect(numbers).toEqual(numbers.toSorted((a, b) => (isDown ? b - a : a - b)));
      }),
      { numRuns: 60 },
    );
  });
});
