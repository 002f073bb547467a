import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLabels, type ReadLabels } from "#pipeline/inputs/labels/read-labels.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const NAMES = ["a.png", "b.png", "c.png"];

async function read(
  content: unknown,
  lists: "parts" | "several" = "parts",
  encode: (text: string) => Buffer = (text) => Buffer.from(text),
): Promise<ReadLabels> {
  const folder = await tempFolder();
  const labels = join(folder, "labels.json");
  await writeFile(labels, encode(typeof content === "string" ? content : JSON.stringify(content)));
  return readLabels({ folder, names: NAMES, labels }, lists);
}

/** What is said about each file, as plain objects. */
const said = ({ of }: ReadLabels): unknown =>
  Object.fromEntries(
    [...of].map(([name, { labels, partLabels }]) => [name, Object.fromEntries([...labels, ...partLabels])]),
  );

async function mistakes(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.catch((reason: unknown) => reason);
  return error instanceof Error ? error.message.replaceAll(/\/[^ ]*\//g, "") : "";
}

describe("readLabels", () => {
  it("reads what is said about each file: texts, numbers, truths; and lists as a value per part", async () => {
    const entries = [
      { file: "b.png", kind: "cat", n: 2, is: true, part: ["x", null, ""], cover: [0.5, null] },
      { file: "a.png", kind: null, n: 3, part: [] },
    ];
    const labels = await read(entries);
    expect(said(labels)).toEqual({
      "a.png": { n: 3 },
      "b.png": { kind: "cat", n: 2, is: "true", part: ["x", null, null], cover: [0.5, null] },
    });
    expect(labels.warnings).toEqual([]);
  });

  it("reads lists as several values where a file has no parts", async () => {
    expect(said(await read([{ file: "a.png", tags: ["b", "a"], n: 1 }], "several"))).toEqual({
      "a.png": { tags: ["a", "b"], n: 1 },
    });
  });

  it("reads numbers of parts as numbers only where all of them are, in whatever picture", async () => {
    const entries = [
      { file: "a.png", mixed: [1, 2], cover: [1, 2] },
      { file: "b.png", mixed: ["x", 2], cover: [null, 3] },
    ];
    expect(said(await read(entries))).toEqual({
      "a.png": { mixed: ["1", "2"], cover: [1, 2] },
      "b.png": { mixed: ["x", "2"], cover: [null, 3] },
    });
  });

  it("keeps labels called like members of every object", async () => {
    const labels = await read(
      '[{"file": "a.png", "__proto__": "x", "constructor": ["y"]}, {"file": "b.png"}]',
    );
    const { labels: whole, partLabels } = labels.of.get("a.png")!;
    expect([[...whole], [...partLabels]]).toEqual([[["__proto__", "x"]], [["constructor", ["y"]]]]);
    expect([labels.of.get("b.png")?.labels.size, labels.of.get("b.png")?.partLabels.size]).toEqual([0, 0]);
  });

  it("reads what any program writes: a byte order mark, UTF-16, any ends of lines", async () => {
    const text = '[\r{"file": "a.png",\r\n"kind": "für"}]';
    for (const encode of [
      (plain: string) => Buffer.from(`\uFEFF${plain}`),
      (plain: string) => Buffer.from(`\uFEFF${plain}`, "utf16le"),
    ])
      expect(said(await read(text, "parts", encode))).toEqual({ "a.png": { kind: "für" } });
  });

  it("says once what is an object, names no file, or has no name", async () => {
    const entries = [
      { file: "a.png", box: [{ x: 1 }], "": "v" },
      { file: "z.png", kind: "x" },
    ];
    const labels = await read(entries);
    expect(said(labels)).toEqual({ "a.png": {} });
    expect(labels.warnings).toEqual([
      "labels.json names files that are not there; their entries are left out: “z.png”.",
      "Labels without a name are left out.",
      "The label “box” is left out if it is an object or a list of lists (once): each part of it can be a label of its own.",
    ]);
  });

  it("names every entry that names no file", async () => {
    const told = await mistakes(read([{ label: "x" }, null, { file: "a.png" }, "b.png"]));
    expect(told.split("\n").map((line) => line.replace(/: the entry names no file.*received/, ""))).toEqual([
      'labels.json, entry 1 {"label":"x"}.',
      "labels.json, entry 2 null.",
      'labels.json, entry 4 "b.png".',
    ]);
  });

  it("names what is wrong with the file, or with its numbers", async () => {
    expect(await mistakes(read('{"a.png": "cat"}'))).toContain(
      'labels.json: the labels cannot be read: expected a list such as [{"file": "a.png", "label": "cat"}], received object.',
    );
    expect(await mistakes(read('[{"file": "a.png", "cover": [1, NaN]}]'))).toContain(
      "received NaN.\n  Write null where there is no number.",
    );
    expect(await mistakes(read('[{"file": "a.png", "cover": [1, "nan"]}]'))).toContain(
      'labels.json, a.png, cover: among numbers stands what is none: expected a finite number, received "nan".',
    );
    expect(
      await mistakes(
        read([
          { file: "a.png", x: "whole" },
          { file: "b.png", x: ["part"] },
        ]),
      ),
    ).toContain(
      "labels.json, b.png: two labels are called x: expected one name for each label, received a label of parts here, and one of the whole at labels.json, a.png.",
    );
    expect(await mistakes(read([{ file: "a.png" }, { file: "./a.png" }]))).toContain(
      "labels.json, a.png: 2 entries are about one file",
    );
  });
});
