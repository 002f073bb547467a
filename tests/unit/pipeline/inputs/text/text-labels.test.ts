import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTexts, type ReadTexts } from "#pipeline/inputs/text/read-texts.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

async function read(name: string, content: string): Promise<ReadTexts> {
  const path = join(await tempFolder(), name);
  await writeFile(path, content);
  return readTexts(path, "x");
}

const jsonl = (...lines: readonly object[]): Promise<ReadTexts> =>
  read("a.jsonl", lines.map((line) => JSON.stringify({ text: "a b", ...line })).join("\n"));
const csv = (...lines: readonly string[]): Promise<ReadTexts> => read("a.csv", lines.join("\n"));

const labelsOf = ({ items }: ReadTexts): unknown[] => items.map(({ labels }) => Object.fromEntries(labels));

/** What is told, without folders. */
async function mistakes(reading: Promise<unknown>): Promise<string[]> {
  const error: unknown = await reading.catch((reason: unknown) => reason);
  return error instanceof Error
    ? error.message.split("\n").map((line) => line.replaceAll(/\/[^ ]*\//g, ""))
    : [];
}

describe("a label that some sequences lack", () => {
  it("is none there: left out, null, empty, or an empty list", async () => {
    const read = await jsonl(
      { kind: "x" },
      {},
      { kind: null },
      { kind: " " },
      { kind: [] },
      { kind: [null] },
    );
    expect(labelsOf(read)).toEqual([{ kind: "x" }, {}, {}, {}, {}, {}]);
    expect(read.warnings).toEqual([]);
    expect(labelsOf(await csv("text,kind", "a,x", "b,", "c, "))).toEqual([{ kind: "x" }, {}, {}]);
  });
});

describe("numbers", () => {
  it("are those of JSON, where every value of the label is one", async () => {
    const lines = [
      { n: 1, m: 1, k: "1" },
      { m: "one", k: "2" },
      { n: -2.5e-3, m: 2 },
    ];
    expect(labelsOf(await jsonl(...lines))).toEqual([
      { n: 1, m: "1", k: "1" },
      { m: "one", k: "2" },
      { n: -0.0025, m: "2" },
    ]);
  });

  it("are the cells of a column whose every cell is one or empty", async () => {
    const read = await csv(
      "text,score,year,code,mixed",
      "a,0.5,1900,007,1",
      "b,,1901,010,x",
      "c,-1e3, 1902 ,123,2.50",
    );
    expect(labelsOf(read)).toEqual([
      { score: 0.5, year: 1900, code: "007", mixed: "1" },
      { year: 1901, code: "010", mixed: "x" },
      { score: -1000, year: 1902, code: "123", mixed: "2.50" },
    ]);
    expect(read.warnings).toEqual([
      "The label “mixed” is shown as text, because not all of its values are numbers (“x”). If a value is missing, leave it empty.",
    ]);
  });

  it("have as many digits as a number keeps: longer ones are codes", async () => {
    expect(labelsOf(await csv("text,id", "a,9007199254740993", "b,123"))).toEqual([
      { id: "9007199254740993" },
      { id: "123" },
    ]);
    expect(labelsOf(await csv("text,n", "a,9007199254740991", "b,1e300"))).toEqual([
      { n: 9007199254740991 },
      { n: 1e300 },
    ]);
  });

  it("of a calculation that gave none are told, each with its line", async () => {
    const cure = "  Where there is no number, leave the cell empty or write null.";
    expect(await mistakes(csv("text,n,word", "a,1,nan", "b,NaN,x", "c,-Infinity,y"))).toEqual([
      'a.csv, line 3, n: among numbers stands what is none: expected a finite number, received "NaN".',
      cure,
      'a.csv, line 4, n: among numbers stands what is none: expected a finite number, received "-Infinity".',
      cure,
    ]);
    expect(await mistakes(jsonl({ n: 1 }, { n: "nan" }))).toHaveLength(2);
    expect(await mistakes(read("a.jsonl", '{"text": "a", "n": 1e999}\n{"text": "b", "n": 1}'))).toEqual([
      'a.jsonl, line 1, n: among numbers stands what is none: expected a finite number, received "Infinity".',
      cure,
    ]);
  });

  it("that Python writes and JSON does not know are told with what to write", async () => {
    expect(
      await mistakes(read("a.jsonl", '{"text": "NaN", "n": NaN}\n{"text": "b", "n": -Infinity}')),
    ).toEqual([
      'a.jsonl, line 1: this is not a sequence: expected {"text": "…"} with labels beside it, received NaN.',
      "  Write null where there is no number.",
      'a.jsonl, line 2: this is not a sequence: expected {"text": "…"} with labels beside it, received -Infinity.',
      "  Write null where there is no number.",
    ]);
  });
});

describe("a list", () => {
  it("is several values at once, in no order; of one, itself", async () => {
    const lines = [{ tags: ["b", "a", "b", null] }, { tags: ["a", "b"] }, { tags: ["c"] }, { tags: "d" }];
    expect(labelsOf(await jsonl(...lines, { tags: [2, true] }))).toEqual([
      { tags: ["a", "b"] },
      { tags: ["a", "b"] },
      { tags: "c" },
      { tags: "d" },
      { tags: ["2", "true"] },
    ]);
  });
});

describe("an object", () => {
  it("is no label, and said to be none once", async () => {
    const read = await jsonl({ meta: { a: 1 }, kind: "x" }, { meta: "plain" }, { meta: [[1]] });
    expect(labelsOf(read)).toEqual([{ kind: "x" }, { meta: "plain" }, {}]);
    expect(read.warnings).toEqual([
      "The label “meta” is left out if it is an object or a list of lists (2 times): each part of it can be a label of its own.",
    ]);
  });
});

describe("names of labels", () => {
  it("may be anything, those of every object's members too", async () => {
    const names = ["constructor", "__proto__", "toString", "hasOwnProperty"];
    const line = `{"text": "a", ${names.map((name) => `"${name}": "v"`).join(", ")}}`;
    const { items } = await read("a.jsonl", `${line}\n{"text": "b"}`);
    expect([...items[0]!.labels]).toEqual(names.map((name) => [name, "v"]));
    expect(items[1]!.labels.size).toBe(0);
    const table = await csv(`text,${names.join(",")}`, "a,1,2,3,4", "b,,,,");
    expect([...table.items[0]!.labels]).toEqual(names.map((name, i) => [name, i + 1]));
    expect(table.items[1]!.labels.size).toBe(0);
  });

  it("are the same in every Unicode form, and so are values", async () => {
    const { items } = await jsonl(
      { ["größe"]: "für" },
      { ["größe".normalize("NFD")]: "für".normalize("NFD") },
    );
    expect(items.map(({ labels }) => [...labels])).toEqual([[["größe", "für"]], [["größe", "für"]]]);
  });

  it("are needed: what has none is left out, and said to be", async () => {
    const read = await csv(",text,kind", "0,a,x", "1,b,y");
    expect(labelsOf(read)).toEqual([{ kind: "x" }, { kind: "y" }]);
    expect(read.warnings).toEqual(["Labels without a name are left out."]);
  });

  it("stand for one thing: twice in a table, or for the whole and its parts, is told", async () => {
    expect(await mistakes(csv("text,kind,n,kind,n, n", "a,x,1,y,2,3"))).toEqual([
      "a.csv: several columns are called kind: expected one name for each column, received it 2 times.",
      "  Give each column its own name.",
      "a.csv: several columns are called n: expected one name for each column, received it 3 times.",
      "  Give each column its own name.",
    ]);
    const told = await mistakes(jsonl({ part: "x" }, { spans: { part: [[0, 1, "y"]] } }));
    expect(told[0]).toMatch(
      /^a\.jsonl, line 2: two labels are called part: expected one name for each label, received a label of parts here, and one of the whole at a\.jsonl, line 1\.$/,
    );
  });
});

describe("a table", () => {
  it.each([
    ["semicolons", "text;kind\na, b;x"],
    ["semicolons", '"kind";"text"\n"x";"a ""b"", c"'],
    ["tabs", "text\tkind\na\tb"],
    ["bars", "kind | text\na | b"],
  ])("whose cells are separated by %s is told so, with the cure", async (sign, text) => {
    const told = await mistakes(csv(text));
    expect(told[0]).toContain(`a.csv: the cells are separated by ${sign}: expected commas, received "`);
    expect(told[1]).toBe("  Save the table with commas as separators.");
  });

  it("of one column of texts may hold any sign", async () => {
    expect((await csv("text", "a;b", '"c, d"', "e\tf")).items.map(({ text }) => text)).toEqual([
      "a;b",
      "c, d",
      "e\tf",
    ]);
  });
});

describe("a file in UTF-16", () => {
  it.each([
    ["a.txt", "für\r\nüber"],
    ["a.csv", "text,n\r\nfür,1\r\nüber,2"],
    ["a.jsonl", '{"text": "für"}\r{"text": "über"}'],
  ])("is read like any other: %s", async (name, content) => {
    const path = join(await tempFolder(), name);
    await writeFile(path, `\uFEFF${content}`, "utf16le");
    expect((await readTexts(path, "x")).items.map(({ text }) => text)).toEqual(["für", "über"]);
  });
});

describe("many mistakes", () => {
  it("are told up to a hundred, and counted beyond", async () => {
    const told = await mistakes(read("a.jsonl", "x\n".repeat(130)));
    expect(told).toHaveLength(101);
    expect(told.at(-1)).toBe("… and 30 more.");
  });
});
