import { describe, expect, it } from "vitest";
import { csvText } from "#export/csv.ts";
import { finderExport } from "#finder/finder-export.ts";
import { readFinder } from "#finder/finder-file.ts";
import { axesOf, DEFAULT_STATE } from "#finder/finder-state.ts";
import { FINDER_FILE, finderTable } from "../../helpers/finder-table.ts";

describe("the finder's file", () => {
  it("is read as columns, the layer first", () => {
    const table = finderTable();
    expect(table.columns.map(({ id }) => id)).toEqual(["layer", "distance", "copies"]);
    expect([...table.columns[0]!.values]).toEqual([0, 0, 1, 1]);
    const copies = table.columns[2]!;
    expect([...copies.values]).toEqual([0.5, 0.1, NaN, NaN]);
    expect([...copies.chance!]).toEqual([0.05, 0.05, 0.05, 0.05]);
    expect([...copies.why!]).toEqual([[3, "The weights are fused."]]);
    expect([...table.roles[0]!.shares]).toEqual([0.8, 0, 0, 0.3]);
    expect(table.searchable[0]).toBe("l0h0 previous token position");
  });

  it.each([
    ["another version", { ...FINDER_FILE, v: 2 }, "finder: expected format version 1, received 2."],
    [
      "a head of no such name",
      { ...FINDER_FILE, heads: ["L0H0", "L0H1", "L1H0", "<b>"] },
      'finder: heads: expected names, received "<b>".',
    ],
    [
      "fewer words than heads",
      { ...FINDER_FILE, words: { texts: ["a"], of: [0] } },
      "finder: words: expected a text for each of 4 heads.",
    ],
    [
      "a word that is not there",
      { ...FINDER_FILE, words: { texts: ["a"], of: [0, 0, 0, 1] } },
      "finder: words: expected a text for each of 4 heads.",
    ],
    [
      "fewer numbers than heads",
      { ...FINDER_FILE, columns: [{ ...FINDER_FILE.columns[0], values: [1] }] },
      "finder: columns[0].values: expected 4 numbers, received 1, or others.",
    ],
    [
      "a text among the numbers",
      { ...FINDER_FILE, columns: [{ ...FINDER_FILE.columns[0], values: [1, 2, 3, "4"] }] },
      "finder: columns[0].values: expected 4 numbers, received 4, or others.",
    ],
    ["no columns", { ...FINDER_FILE, columns: 1 }, "finder: columns: expected a list, received 1."],
  ])("is refused with %s", (_, file, message) => {
    expect(() => readFinder(file)).toThrow(message);
  });
});

describe("the axes of the scatter", () => {
  it("are those chosen, or distance and spread, or whatever there is", () => {
    const table = finderTable();
    expect(axesOf(table, { ...DEFAULT_STATE, x: "copies", y: "layer" })).toEqual(["copies", "layer"]);
    expect(axesOf(table, DEFAULT_STATE)).toEqual(["distance", "copies"]);
    expect(axesOf(finderTable({ ...FINDER_FILE, columns: [] }), DEFAULT_STATE)).toEqual(["layer", "layer"]);
  });
});

describe("what is saved", () => {
  it("has the heads and columns that are shown, in their order, each number beside its chance", () => {
    const table = finderTable();
    const text = csvText(finderExport(table, table.columns.slice(1), Uint32Array.of(3, 0)));
    expect(text.split("\r\n")).toEqual([
      "head,layer,does,sorted_by,distance,copies,chance.copies",
      "L1H1,1,previous token,Position,8,,0.05",
      "L0H0,0,previous token,Position,2,0.5,0.05",
      "",
    ]);
  });
});
