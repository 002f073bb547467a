/** The Python side stands in a guide: it must have the traits that the widget knows, and be Python. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SOURCE_TRAITS, VIEW_TRAITS } from "../../../src/widget/model.ts";

const ROOT = join(import.meta.dirname, "../../..");
const guide = await readFile(join(ROOT, "content/guides/notebooks.md"), "utf8");
const blocks = [...guide.matchAll(/```python\n(.*?)```/gs)].map(([, code = ""]) => code);

describe("the guide to notebooks", () => {
  it("declares every trait of the widget, and explains each", () => {
    const declared = [...(blocks[0] ?? "").matchAll(/^ {4}(\w+) = t\./gm)].map(([, name]) => name);
    const explained = [...guide.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    const known = [...SOURCE_TRAITS, ...VIEW_TRAITS, "hovered", "attended"].sort();
    expect(declared.toSorted()).toEqual(known);
    expect(explained.toSorted()).toEqual(known);
  });

  it("names the file that the package has", async () => {
    const { exports } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
      exports: Record<string, { default?: string }>;
    };
    expect(guide).toContain(exports["./widget"]?.default?.replace("./", "node_modules/headland/"));
  });

  it("is Python that reads an atlas's files, if Python is there", ({ skip }) => {
    const code = blocks[0]
      ?.replace(/^import (?:anywidget|traitlets).*\n/gm, "")
      .replace(/^class Head[^]*?\n\n\n/m, "");
    const program = `${code ?? ""}\nimport ast, sys, json\nfor block in json.loads(sys.argv[2]): ast.parse(block)\nprint(sorted(files_of(sys.argv[1], "x")))`;
    let said: string;
    try {
      const args = ["-c", program, ROOT, JSON.stringify(blocks)];
      said = execFileSync("/usr/bin/python3", args, { encoding: "utf8" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return skip("there is no /usr/bin/python3");
    }
    expect(said).toContain("'package.json'");
  });
});
