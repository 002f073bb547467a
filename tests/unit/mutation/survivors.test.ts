import { describe, expect, it } from "vitest";
import { instrument } from "../../mutation/instrument.ts";
import { named } from "../../mutation/survivors.ts";

/** As `function: before → after`, of all mutants. */
function told(text: string): string[] {
  const { mutants } = instrument("made.ts", text);
  return named("made.ts", text, mutants).map(({ where, before, after }) => `${where}: ${before} → ${after}`);
}

describe("a mutant", () => {
  it("is told with the expression around it, without brackets that say nothing", () => {
    expect(told("function f(a: number[]): boolean {\n  return a.length + 1 < 9;\n}")).toEqual([
      "f: return a.length + 1 < 9; → return (a.length + 1) <= (9);",
      "f: return a.length + 1 < 9; → return (a.length + 1) >= (9);",
      "f: return a.length + 1 < 9; → return a.length - 1 < 9;",
      "f: return a.length + 1 < 9; → return a.length + 2 < 9;",
      "f: return a.length + 1 < 9; → return a.length + 0 < 9;",
      "f: return a.length + 1 < 9; → return a.length + 1 < 10;",
      "f: return a.length + 1 < 9; → return a.length + 1 < 8;",
    ]);
  });

  it("belongs to the function, method or constant at the top of the file that holds it", () => {
    const text = [
      "const SIZE = 4;",
      "class Grid {",
      "  constructor() { this.set(5); }",
      "  set(n: number): void { const twice = () => n * 2; }",
      "}",
    ].join("\n");
    expect(new Set(told(text).map((line) => line.split(": ")[0]))).toEqual(
      new Set(["SIZE", "Grid.constructor", "Grid.set"]),
    );
  });

  it("that leaves a statement out has nothing after it", () => {
    expect(told("function f(list: number[]): void {\n  list.push(x);\n  list.pop();\n}")).toEqual([
      "f: list.push(x); → ",
      "f: list.pop(); → ",
    ]);
  });

  it("is cut where it is long, and told in one line", () => {
    const long = `function f(): string {\n  return isLong\n    ? "${"a".repeat(120)}"\n    : shorter;\n}`;
    const [first = ""] = told(long);
    expect(first).toMatch(/^f: isLong \? "a+… → "a+…$/);
    expect(first).not.toContain("\n");
  });
});
