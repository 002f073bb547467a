import { describe, expect, it } from "vitest";
import { FormatError } from "#atlas/files/columns.ts";
import { described, openFile, ownField, readCount, readNumber, readTexts } from "#atlas/files/fields.ts";

/** As deep as a hostile file may be: to write it out would fail. */
const deep = JSON.parse("[".repeat(50_000) + "]".repeat(50_000)) as unknown;

describe("a file", () => {
  it("opens if it says its version, and that alone", () => {
    expect(openFile({ v: 1, n: 2 }, "points")).toEqual({ v: 1, n: 2 });
    expect(() => openFile(Object.create({ v: 1 }), "points")).toThrow(FormatError);
  });

  it.each<[unknown, string]>([
    [null, "null"],
    [undefined, "nothing"],
    ["v", '"v"'],
    [[1], "a list of 1"],
    [{}, "an object"],
    [{ v: 2 }, "2"],
    [{ v: "1" }, '"1"'],
    [deep, "a list of 1"],
  ])("%# is refused in words", (json, received) => {
    expect(() => openFile(json, "points")).toThrow(
      new FormatError(`points: expected format version 1, received ${received}.`),
    );
  });
});

describe("a field", () => {
  it("is the object's own", () => {
    expect(ownField({}, "constructor")).toBeUndefined();
    expect(ownField(JSON.parse('{"__proto__": 3}') as Record<string, unknown>, "__proto__")).toBe(3);
  });

  it("that counts is a whole number within its limit", () => {
    expect(readCount(7, "n", 7)).toBe(7);
    for (const odd of [8, -1, 0.5, NaN, Infinity, "7", null, [7]])
      expect(() => readCount(odd, "n", 7)).toThrow("n: expected a whole number from 0 to 7, received");
  });

  it("that measures is finite as a 32-bit float, too", () => {
    expect(readNumber(-3.4e38, "x")).toBe(-3.4e38);
    for (const odd of [1e39, -Infinity, NaN, "1", undefined])
      expect(() => readNumber(odd, "x")).toThrow("x: expected a finite number, received");
  });

  it("that lists texts holds nothing else", () => {
    expect(readTexts(["a", ""], "vocab")).toEqual(["a", ""]);
    expect(() => readTexts([1, "a"], "vocab")).toThrow("expected texts only, received 1 at 0");
    expect(() => readTexts(["a", deep], "vocab")).toThrow("expected texts only, received a list of 1 at 1");
  });
});

describe("what was received", () => {
  it("is cut where it is long, and never written out where it is an object", () => {
    expect(described("x".repeat(100))).toBe(`"${"x".repeat(40)}…"`);
    expect(described("x".repeat(40))).toBe(`"${"x".repeat(40)}"`);
    expect(described("x".repeat(41))).toBe(`"${"x".repeat(40)}…"`);
    expect(described({ toString: 1 })).toBe("an object");
    expect(described(-0.5)).toBe("-0.5");
  });
});
