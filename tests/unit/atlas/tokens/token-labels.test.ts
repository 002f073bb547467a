import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FormatError, writeBytes } from "#atlas/files/columns.ts";
import {
  decodeLabel,
  encodeLabel,
  labelText,
  type LabelValue,
  type NumberLabel,
  type TokenLabel,
} from "#atlas/tokens/token-labels.ts";
import { decodeTokens, encodeTokens } from "#atlas/tokens/tokens.ts";

/** Two sequences, of three tokens and of two. */
const SIZE = { nTokens: 5, nSequences: 2, sequenceOf: Uint32Array.of(0, 0, 0, 1, 1) };

/** A label as a page reads it. */
function reread(per: "sequence" | "token", values: readonly LabelValue[], size = SIZE): TokenLabel {
  return decodeLabel(JSON.parse(JSON.stringify(encodeLabel(per, values))) as never, "x", size);
}

function numbers(per: "sequence" | "token", values: readonly LabelValue[]): NumberLabel {
  const label = reread(per, values);
  if ("values" in label) throw new Error("not numbers");
  return label;
}

describe("a label of texts", () => {
  it("is spread over the tokens of its sequences; empty where there is none", () => {
    expect(reread("sequence", ["story", null])).toEqual({
      values: ["story", ""],
      of: Uint32Array.of(0, 0, 0, 1, 1),
    });
  });

  it("stands at single tokens", () => {
    const label = reread("token", ["noun", null, "verb", "noun", null]);
    expect(label).toEqual({ values: ["noun", "", "verb"], of: Uint16Array.of(0, 1, 2, 0, 1) });
    expect([0, 1, 2, 3, 4].map((token) => labelText(label, token))).toEqual(["noun", "", "verb", "noun", ""]);
  });

  it("shows several values at once side by side, and keeps them apart", () => {
    const label = reread("sequence", [["a", "b, c"], "d"]);
    expect(label).toMatchObject({ values: ['a, "b, c"', "d"], several: [["a", "b, c"], ["d"]] });
    expect(reread("sequence", ["a", "b"])).not.toHaveProperty("several");
  });

  it("keeps more values than 16 bits can count", () => {
    const n = 70_000;
    const values = Array.from({ length: n }, (_, i) => `v${i}`);
    const label = reread("token", values, { ...SIZE, nTokens: n });
    expect([65_535, 65_536, n - 1].map((token) => labelText(label, token))).toEqual([
      "v65535",
      "v65536",
      "v69999",
    ]);
  });

  it.each([65_536, 65_537])("has its column in 16 bits up to 65,536 values: %i", (n) => {
    const values = Array.from({ length: n }, (_, i) => `v${i}`);
    const { column } = encodeLabel("token", values);
    expect(atob(column).length).toBe(n * (n === 65_536 ? 2 : 4));
    const label = reread("token", values, { ...SIZE, nTokens: n });
    expect(labelText(label, n - 1)).toBe(`v${n - 1}`);
  });

  it("says nothing of a token that is not there", () => {
    expect(labelText(reread("sequence", ["story", "list"]), 5)).toBe("");
    expect(labelText(reread("sequence", [1, 2]), 5)).toBe("");
  });

  it("takes numbers among texts as texts", () => {
    expect(reread("token", ["a", 1, null, 2, "1"])).toMatchObject({ values: ["a", "1", "", "2"] });
  });
});

describe("a label of numbers", () => {
  it("gives every number back to the last digit, whatever its size", () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(fc.option(finite), { minLength: 5, maxLength: 5 }), (values) => {
        fc.pre(values.some((value) => value !== null));
        const { of } = numbers("token", values);
        expect([...of]).toEqual(values.map((value) => (value === null ? NaN : value + 0)));
      }),
    );
  });

  it("has no number where there is none, and a range of those there are", () => {
    const label = numbers("sequence", [null, 1900]);
    expect(label).toEqual({
      min: 1900,
      max: 1900,
      of: Float64Array.of(NaN, NaN, NaN, 1900, 1900),
      step: 0,
    });
    expect([0, 3].map((token) => labelText(label, token))).toEqual(["", "1900"]);
  });

  it("is none where there is no value at all", () => {
    expect(reread("sequence", [null, null])).toMatchObject({ values: [""] });
  });

  it("is read from older atlases, whose numbers stand in 256 steps", () => {
    const column = writeBytes(Uint8Array.of(0, 51, 255, 0, 102));
    const label = decodeLabel({ per: "token", min: 1, max: 3.55, column }, "x", SIZE) as NumberLabel;
    expect([...label.of].map((value) => value.toFixed(4))).toEqual([
      "1.0000",
      "1.5100",
      "3.5500",
      "1.0000",
      "2.0200",
    ]);
    expect(label.step).toBeCloseTo(0.005, 12);
  });
});

describe("a column that is not what it says", () => {
  it("is refused", () => {
    const column = encodeLabel("token", ["a", "b", "a", "b", "a"]);
    expect(() => decodeLabel(column, "x", { ...SIZE, nTokens: 6 })).toThrow("x: expected 12 bytes");
    expect(() => decodeLabel({ ...column, values: ["a"] }, "x", SIZE)).toThrow(FormatError);
  });

  it.each<[string, object]>([
    ["x: expected per sequence or per token, received nothing", { per: undefined }],
    ["values of x: expected a list of texts, received an object", { values: {} }],
    ["several of x: expected a list of 2, received a list of 1", { several: [["a"]] }],
    ['several of x: expected a list of texts, received "b"', { several: [["a"], "b"] }],
    ['x: expected numbers, received "b"', { numbers: true, values: ["1", "b"] }],
    ['x: expected numbers, received "1e999"', { numbers: true, values: ["1e999", "2"] }],
    ["x: expected numbers, received none", { numbers: true, values: ["", ""] }],
    ["x.min: expected a finite number, received null", { min: null, max: 1 }],
    ["x: expected min to be at most max, received 2 and 1", { min: 2, max: 1 }],
  ])("is refused in words: %s", (message, change) => {
    const column = { ...encodeLabel("token", ["a", "b", "a", "b", "a"]), ...change };
    expect(() => decodeLabel(column, "x", SIZE)).toThrow(message);
  });
});

describe("labels of any name", () => {
  it("are kept: those that every object has a member of, too", () => {
    const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
    const of = (values: LabelValue[]) => new Map(names.map((name) => [name, values]));
    for (const per of ["sequenceLabels", "tokenLabels"] as const) {
      const file = encodeTokens({
        tokens: ["constructor", "__proto__"],
        starts: Uint32Array.of(0, 1, 2),
        special: new Uint8Array(2),
        ...{ sequenceLabels: new Map(), tokenLabels: new Map() },
        [per]: of(["__proto__", null]),
      });
      const table = decodeTokens(JSON.parse(JSON.stringify(file)));
      expect([...table.labels.keys()]).toEqual(names);
      for (const label of table.labels.values())
        expect([0, 1].map((token) => labelText(label, token))).toEqual(["__proto__", ""]);
      expect(table.vocab).toEqual(["constructor", "__proto__"]);
      expect(structuredClone(table)).toEqual(table);
    }
  });
});

describe("a damaged label", () => {
  it.each([null, "ab", { length: 2 }, [["a"]]])("of several values at once is refused: %j", (several) => {
    const label = { ...encodeLabel("sequence", [["a"], "b"]), several };
    expect(() => decodeLabel(label, "x", SIZE)).toThrow(/^several of x: expected a list of 2, received/);
  });

  it("of older atlases may hold one number alone, and no range the other way round", () => {
    const label = { per: "token", min: 2, max: 2, column: writeBytes(new Uint8Array(5)) };
    expect(decodeLabel(label, "x", SIZE)).toMatchObject({ min: 2, max: 2, step: 0 });
    expect(() => decodeLabel({ ...label, max: 1 }, "x", SIZE)).toThrow("x: expected min to be at most max");
  });
});
