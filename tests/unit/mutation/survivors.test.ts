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
      "f: return a.length + 1 < 9; → return a.length + 1 <= 9;",
      "f: return a.length + 1 < 9; → return a.length + 1 >= 9;",
      "f: return a.length + 1 < 9; → return a.length - 1 < 9;",
      "f: return a.length + 1 < 9; → return a.length + 2 < 9;",
      "f: return a.length + 1 < 9; → return a.length + 0 < 9;",
      "f: return a.length + 1 < 9; → return a.length + 1 < 10;",
      "f: return a.length + 1 < 9; → return a.length + 1 < 8;",
    ]);
  });

  it("of operators keeps the brackets that say something", () => {
    const after = (expression: string): string[] =>
      told(`const x = ${expression};`).map((line) => line.split(" → const x = ")[1] ?? "");
    expect(after("a && b && c")).toEqual(["a && b || c", "(a || b) && c"]);
    expect(after("a / b / c")).toEqual(["a / b * c", "a * b / c"]);
    expect(after("a + b - c")).toEqual(["a + b + c", "a - b - c"]);
    expect(after("a - (b + c)")).toEqual(["a + (b + c)", "a - (b - c)"]);
    expect(after("a + b / c")).toEqual(["a - b / c", "a + b * c"]);
    expect(after("a * b - c * d")[0]).toBe("a * b + c * d");
    expect(told("function f(): void {\n  sum += a + b;\n}")).toContain("f: sum += a + b; → sum -= a + b;");
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

  it("in the head of a loop is told with all of the head", () => {
    expect(told("function f(n: number): void {\n  for (let i = 0; i < n; i++) {\n    g(i);\n  }\n}")).toEqual(
      [
        "f: for (let i = 0; i < n; i++) → for (let i = 1; i < n; i++)",
        "f: for (let i = 0; i < n; i++) → for (let i = 0; i <= n; i++)",
        "f: for (let i = 0; i < n; i++) → for (let i = 0; i >= n; i++)",
        "f: for (let i = 0; i < n; i++) → for (let i = 0; false; i++)",
        "f: for (let i = 0; i < n; i++) → for (let i = 0; i < n; i--)",
        "f: g(i); → ",
      ],
    );
  });

  it("that leaves a statement out has nothing after it", () => {
    expect(told("function f(list: number[]): void {\n  list.push(x);\n  list.pop();\n}")).toEqual([
      "f: list.push(x); → ",
      "f: list.pop(); → ",
    ]);
  });

  it("is told in one line, and cut where it is long: to what is around the difference", () => {
    const text = `function f(): string {\n  return [\n    ${"b, ".repeat(60)}\n    7,\n    ${"c, ".repeat(60)}\n  ];\n}`;
    const [more = ""] = told(text).filter((line) => line.endsWith("8"));
    expect(more).toBe("f: 7 → 8");
    const long = `function f(): string {\n  return isIt\n    ? ${"b + ".repeat(40)}1\n    : ${"c + ".repeat(40)}2;\n}`;
    const [whole = ""] = told(long);
    expect(whole).toMatch(/^f: isIt \? b \+ [b+ ]+… → b \+ [b+ 1]+…$/);
    expect(whole).not.toContain("\n");
  });
});
