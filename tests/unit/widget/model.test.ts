import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatPoint,
  isSamePoint,
  parsePoint,
  readTraits,
  type WidgetModel,
} from "../../../src/widget/model.ts";

function modelOf(values: Readonly<Record<string, unknown>>): WidgetModel {
  const nothing = (): void => undefined;
  return { get: (name) => values[name], set: nothing, save_changes: nothing, on: nothing, off: nothing };
}

describe("the traits of a widget", () => {
  it("have defaults, so that a model may leave out all but its data", () => {
    expect(readTraits(modelOf({ atlas: " https://example.org/atlas/a/b " }))).toEqual({
      atlas: "https://example.org/atlas/a/b",
      files: {},
      head: "",
      method: "",
      dim: 2,
      color: "auto",
      selected: null,
      theme: "auto",
      heightPx: 420,
    });
  });

  it("are read as what they should be, whatever a notebook puts into them", () => {
    const odd = {
      atlas: 3,
      files: null,
      head: [],
      dim: "3",
      color: "",
      selected: 12,
      theme: "pink",
      height: "x",
    };
    expect(readTraits(modelOf(odd))).toEqual(readTraits(modelOf({})));
    expect([-5, 1e9, 300].map((height) => readTraits(modelOf({ height })).heightPx)).toEqual([
      160, 2000, 300,
    ]);
  });
});

describe("the name of a point", () => {
  it("is that of addresses", () => {
    expect(parsePoint("q120")).toEqual({ role: "query", token: 120 });
    expect(parsePoint("k0")).toEqual({ role: "key", token: 0 });
    expect(["", "120", "Q1", "q-1", "q1.5", "q1234567890"].map(parsePoint)).toEqual(Array(6).fill(null));
    expect(formatPoint(null)).toBeNull();
    expect(isSamePoint(parsePoint("q1"), parsePoint("k1"))).toBe(false);
  });

  it("is read back as it was written", () => {
    fc.assert(
      fc.property(fc.constantFrom("query", "key"), fc.nat(999_999_999), (role, token) => {
        expect(parsePoint(formatPoint({ role, token }) ?? "")).toEqual({ role, token });
      }),
    );
  });
});
