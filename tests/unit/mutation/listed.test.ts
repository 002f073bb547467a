import { describe, expect, it } from "vitest";
import { countOf, differences, listOf, reasonsIn, type Outcome } from "../../mutation/listed.ts";
import type { Named } from "../../mutation/survivors.ts";

const file = "src/math/a.ts";
const survivor = (where: string, before: string, after: string): Named => ({ file, where, before, after });
const outcome = (...survivors: readonly Named[]): Outcome => ({ file, nMutants: 40, survivors });
const [bound, or, gone] = [
  survivor("sum", "i < n", "i <= n"),
  survivor("sum", "a || b", "a && b"),
  survivor("Grid.add", "this.tidy();", ""),
];
const markdown = `### \`${file}\`

| Function   | Survivor                | Why nobody can see it |
| ---------- | ----------------------- | --------------------- |
| \`sum\`      | \`i < n\` → \`i <= n\`      | Nothing is behind.    |
| \`sum\`      | \`a \\|\\| b\` → \`a && b\`   | Both are true.        |
| \`Grid.add\` | \`this.tidy();\` → left out |                       |
`;

describe("the list of survivors", () => {
  it("is printed as a table for each file, with the reasons that are known", () => {
    const list = listOf("src/math", [outcome(bound, or, gone)], reasonsIn(markdown));
    expect(list.split("\n")).toEqual([
      "## src/math",
      "",
      "37 of 40 killed, 92.5 %.",
      "",
      "### `src/math/a.ts`",
      "",
      "| Function | Survivor | Why nobody can see it |",
      "| --- | --- | --- |",
      "| `sum` | `i < n` → `i <= n` | Nothing is behind. |",
      "| `sum` | `a \\|\\| b` → `a && b` | Both are true. |",
      "| `Grid.add` | `this.tidy();` → left out |  |",
      "",
    ]);
    expect(reasonsIn(list)).toEqual(reasonsIn(markdown));
  });

  it("has one row for survivors that read alike, with their number", () => {
    const list = listOf("src/math", [outcome(bound, or, bound)], new Map());
    expect(list).toContain("| `sum` | `i < n` → `i <= n` (2) |  |");
  });

  it("writes code with backticks as code", () => {
    const list = listOf("src/math", [outcome(survivor("f", "a ?? `b`", "`b`"))], new Map());
    expect(list).toContain("| `f` | `` a ?? `b` `` → `` `b` `` |  |");
    expect([...reasonsIn(list).values()]).toEqual([""]);
  });

  it("counts over all files of a folder", () => {
    expect(countOf([outcome(bound), { file: "src/math/b.ts", nMutants: 60, survivors: [] }])).toBe(
      "99 of 100 killed, 99.0 %",
    );
  });
});

describe("what differs from the list", () => {
  it("is nothing where every survivor is listed with its reason", () => {
    expect(differences([outcome(bound, or)], reasonsIn(markdown.replace(/.*tidy.*\n/, "")))).toEqual([]);
  });

  it("is a survivor that is not listed, one without a reason, and one that is killed by now", () => {
    const other = survivor("sum", "0", "1");
    expect(differences([outcome(bound, gone, other)], reasonsIn(markdown))).toEqual([
      `Not listed: ${file} | \`sum\` | \`0\` → \`1\``,
      `Listed without a reason: ${file} | \`Grid.add\` | \`this.tidy();\` → left out`,
      `Listed, but no survivor: ${file} | \`sum\` | \`a \\|\\| b\` → \`a && b\``,
    ]);
  });

  it("is another number of those that read alike", () => {
    expect(differences([outcome(bound, bound)], reasonsIn(markdown))).toContain(
      `Not listed: ${file} | \`sum\` | \`i < n\` → \`i <= n\` (2)`,
    );
  });

  it("says nothing of files that were not run", () => {
    expect(differences([], reasonsIn(markdown))).toEqual([]);
  });
});
