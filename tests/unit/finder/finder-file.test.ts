import { describe, expect, it } from "vitest";
import { csvText } from "#export/csv.ts";
import { finderExport } from "#finder/finder-export.ts";
import { writeNumbers, type ColumnOnFile } from "#finder/file-columns.ts";
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
    expect(table.searchable()[0]).toBe("l0h0 previous token position");
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
    ["no columns", { ...FINDER_FILE, columns: 1 }, "finder: columns: expected a list, received 1."],
  ])("is refused with %s", (_, file, message) => {
    expect(() => readFinder(file)).toThrow(message);
  });
});

describe("a column of the finder's file", () => {
  it.each([
    ["fewer numbers than heads", "1", "expected 4 numbers, received 1."],
    ["a text among the numbers", '1,2,3,"4"', 'expected numbers, received "4" at 3.'],
    ["what is no list", "1,2", "expected 4 numbers, received 2."],
    ["a cut text", "1,2,3,", 'expected 4 numbers, received "1,2,3,".'],
    ["numbers without their text", [1, 2, 3, 4], "expected numbers in a text, received a list of 4."],
  ])("is refused with %s, when its numbers are asked for", (_, values, message) => {
    const column = { ...FINDER_FILE.columns[0], values } as ColumnOnFile;
    const table = finderTable({ ...FINDER_FILE, columns: [column] });
    expect(() => table.columns[1]!.values).toThrow(`finder: columns[0].values: ${message}`);
  });

  it("keeps every digit, and what is missing", () => {
    const numbers = [0.123456, 1e-12, -5, null];
    const column = { ...FINDER_FILE.columns[0]!, values: writeNumbers(numbers) };
    const { columns } = finderTable({ ...FINDER_FILE, columns: [column] });
    expect([...columns[1]!.values]).toEqual([0.123456, 1e-12, -5, NaN]);
    expect(columns[1]!.values).toBe(columns[1]!.values);
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
