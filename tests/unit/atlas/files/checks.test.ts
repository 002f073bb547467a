import { describe, expect, it } from "vitest";
import {
  count,
  countTo,
  fields,
  flag,
  listOf,
  mapOf,
  maybe,
  number,
  oneOf,
  orNull,
  text,
  textLike,
  texts,
  type Check,
} from "#atlas/files/checks.ts";
import { FormatError } from "#atlas/files/columns.ts";

const even = textLike("an even number of letters", (value) => value.length % 2 === 0);
const point = fields<{ x: number; y?: number }>({ x: number, y: maybe(number) });

describe("a check", () => {
  it.each<[string, Check, readonly unknown[]]>([
    ["a whole number", count, [0, 1, 2 ** 40]],
    ["a number up to 3", countTo(3), [0, 3]],
    ["a finite number", number, [-1.5, 0, 1e300]],
    ["a text", text, ["", "a"]],
    ["texts", texts, [[], ["a", "b"]]],
    ["true or false", flag, [true, false]],
    ["one of some", oneOf("a", 2), ["a", 2]],
    ["a text of a kind", even, ["", "ab"]],
    ["what may be missing", maybe(text), [undefined, "a"]],
    ["what may be null", orNull(text), [null, "a"]],
    ["a list", listOf(number, 1, 2), [[1], [1, 2]]],
    ["values under any key", mapOf(number), [{}, { a: 1, toString: 2 }]],
    ["an object", point, [{ x: 1 }, { x: 1, y: 2, z: "later" }]],
  ])("lets %s pass", (_, check, values) => {
    for (const value of values) expect(() => check(value, "it")).not.toThrow();
  });

  it.each<[Check, unknown, string]>([
    [count, 1.5, "it: expected a whole number"],
    [countTo(3), 4, "it: expected a whole number from 0 to 3, received 4."],
    [number, Infinity, "it: expected a finite number, received Infinity."],
    [number, "1", 'it: expected a finite number, received "1".'],
    [text, 1, "it: expected a text, received 1."],
    [texts, ["a", 1], "it: expected texts only, received 1 at 1."],
    [flag, 0, "it: expected true or false, received 0."],
    [oneOf("a", 2), "b", 'it: expected "a" or 2, received "b".'],
    [even, "abc", 'it: expected an even number of letters, received "abc".'],
    [maybe(text), null, "it: expected a text, received null."],
    [orNull(text), undefined, "it: expected a text, received nothing."],
    [listOf(number), {}, "it: expected a list of at least 0, received an object."],
    [listOf(number, 1, 2), [1, 2, 3], "it: expected a list of 1 to 2, received a list of 3."],
    [listOf(number), [1, "2"], 'it[1]: expected a finite number, received "2".'],
    [listOf(number), new Array(2), "it[0]: expected a finite number, received nothing."],
    [mapOf(number), { a: 1, b: null }, "it.b: expected a finite number, received null."],
    [point, [], "it: expected an object, received a list of 0."],
    [point, {}, "it.x: expected a finite number, received nothing."],
    [point, { x: 1, y: "2" }, 'it.y: expected a finite number, received "2".'],
  ])("refuses with the path of what is wrong (%#)", (check, value, message) => {
    expect(() => check(value, "it")).toThrow(FormatError);
    expect(() => check(value, "it")).toThrow(message);
  });

  it("names the fields of a whole file without a path in front", () => {
    expect(() => point({ x: null }, "")).toThrow(/^x: expected/);
    expect(() => point(7, "")).toThrow(/^the file: expected an object/);
  });

  it("takes no field from the prototype", () => {
    expect(() => fields<{ constructor: unknown }>({ constructor: text })({}, "it")).toThrow(
      "it.constructor: expected a text, received nothing.",
    );
  });
});
