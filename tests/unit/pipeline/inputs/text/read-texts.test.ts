import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTexts, type TextSequence } from "#pipeline/inputs/text/read-texts.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

async function read(name: string, content: string | Buffer): Promise<readonly TextSequence[]> {
  const path = join(await tempFolder(), name);
  await writeFile(path, content);
  return (await readTexts(path, "content/datasets/x.yaml, source")).items;
}

/** Texts with their labels as plain objects. */
const plain = (sequences: readonly TextSequence[]): unknown[] =>
  sequences.map(({ text, labels }) => ({ text, labels: Object.fromEntries(labels) }));

describe("readTexts", () => {
  it("takes every line of a .txt that is not blank as a sequence, however lines end", async () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      expect(plain(await read("a.txt", `one${end}${end}  two ${end}`))).toEqual([
        { text: "one", labels: {} },
        { text: "  two ", labels: {} },
      ]);
    }
  });

  it("takes text and labels of a .jsonl", async () => {
    const line = '{"text": "one", "kind": "story", "n": 3, "is": true, "list": [1]}';
    expect(plain(await read("a.jsonl", `\uFEFF${line}\r${line}\n`))).toEqual(
      [1, 2].map(() => ({ text: "one", labels: { kind: "story", n: 3, is: "true", list: "1" } })),
    );
  });

  it("reads quotes, commas and line breaks inside the cells of a .csv", async () => {
    const text = '\uFEFFkind,text\r\nstory,"a ""b"", c\nd"\r\n\r\nplain,e\r\n';
    expect(plain(await read("a.csv", text))).toEqual([
      { text: 'a "b", c\nd', labels: { kind: "story" } },
      { text: "e", labels: { kind: "plain" } },
    ]);
    expect(plain(await read("a.csv", "text,kind\ra,b\rc,d\r"))).toEqual([
      { text: "a", labels: { kind: "b" } },
      { text: "c", labels: { kind: "d" } },
    ]);
  });

  it("names every row of a .csv that has another length than its header", async () => {
    const error = await read("a.csv", "text,kind\na,b\nc\nd,e,f\n").catch((reason: unknown) => reason);
    const lines = (error as Error).message.split("\n").filter((line) => line.includes("expected"));
    expect(lines.map((line) => line.replace(/^.*a\.csv, /, ""))).toEqual([
      "line 3: the number of cells differs from the header: expected 2 cells, received 1.",
      "line 4: the number of cells differs from the header: expected 2 cells, received 3.",
    ]);
  });

  it("says what is wrong with a .csv that has an open quote, or no column of text", async () => {
    await expect(read("a.csv", 'text\n"open\n')).rejects.toThrow(
      "a.csv: this is not CSV: expected comma-separated",
    );
    await expect(read("a.csv", "txt,kind\na,b\n")).rejects.toThrow(
      'a.csv: no column holds the text: expected a column called text, received "txt,kind".',
    );
    await expect(read("a.csv", "")).rejects.toThrow('expected a column called text, received ""');
  });

  it("says when there is nothing in it, whatever its kind", async () => {
    for (const [name, content] of [
      ["a.txt", " \n\n"],
      ["a.jsonl", ""],
      ["a.csv", "text,kind\n,b\n"],
    ] as const) {
      await expect(read(name, content)).rejects.toThrow(
        `${name}: the dataset is empty: expected at least one line of text, received none.`,
      );
    }
  });

  it("names every line that is too long", async () => {
    const long = "a".repeat(100_001);
    await expect(read("a.txt", `a\n${long}\n`)).rejects.toThrow(
      "a.txt, line 2: the line is too long: expected at most 100000 characters, received 100001.",
    );
    await expect(read("a.csv", `text\n${long}\n`)).rejects.toThrow("a.csv, line 2: the line is too long");
  });

  it("refuses bytes that are no UTF-8, and files of another kind", async () => {
    await expect(read("a.txt", Buffer.of(0x66, 0xfc, 0x72))).rejects.toThrow(
      "a.txt: this is not text in UTF-8",
    );
    await expect(read("a.docx", "x")).rejects.toThrow(
      "content/datasets/x.yaml, source: the file is of an unknown kind: expected a .txt, .jsonl or .csv file, received .docx.",
    );
    await expect(readTexts("/nowhere/a.txt", "content/datasets/x.yaml, source")).rejects.toThrow(
      "content/datasets/x.yaml, source: the dataset's file is missing",
    );
  });
});
