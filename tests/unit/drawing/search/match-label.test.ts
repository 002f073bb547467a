import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeBytes } from "#atlas/files/columns.ts";
import { decodeLabel, encodeLabel, type LabelValue, type TokenLabel } from "#atlas/tokens/token-labels.ts";
import { matchLabel } from "#drawing/search/match-label.ts";

function labelOf(values: readonly LabelValue[]): TokenLabel {
  const size = { nTokens: values.length, nSequences: 0, sequenceOf: new Uint32Array(values.length) };
  return decodeLabel(encodeLabel("token", values), "x", size);
}

/** Tokens found by what is written behind the colon. */
function found(label: TokenLabel, wanted: string, isWhole = false): number[] {
  const { isFound } = matchLabel(label, { wanted, isWhole });
  return Array.from(label.of.keys()).filter(isFound);
}

describe("a label of numbers", () => {
  const score = labelOf([0, 0.05, 0.1, 0.15, null, 0.2, 1, -0.1]);

  it.each([
    ["0.1", [2]],
    ["=0.1", [2]],
    ["= 0.10", [2]],
    ["1e-1", [2]],
    [".1", [2]],
    [">0.1", [3, 5, 6]],
    [">=0.1", [2, 3, 5, 6]],
    ["≥ 0.1", [2, 3, 5, 6]],
    ["<0.05", [0, 7]],
    ["<=0.05", [0, 1, 7]],
    ["≤0.05", [0, 1, 7]],
    [">0.5", [6]],
    ["0.05..0.15", [1, 2, 3]],
    ["0.05 … 0.15", [1, 2, 3]],
    ["-0.1..0", [0, 7]],
    ["−0.1", [7]],
    ["0.2..", [5, 6]],
    ["..0", [0, 7]],
    ["0.15..0.05", []],
    [">7", []],
  ])("finds by %s the tokens %j", (wanted, expected) => {
    expect(found(score, wanted)).toEqual(expected);
    expect(matchLabel(score, { wanted, isWhole: false }).problem).toBeNull();
  });

  it("finds those without one by an empty value, and them alone", () => {
    expect(found(score, "", true)).toEqual([4]);
    expect(found(score, "0.1", true)).toEqual([2]);
  });

  it.each(["much", "..", "0.1..x", ">", "> >1", "0,5", "NaN", "Infinity", "0x10", "1 2"])(
    "says that %s is no comparison, and finds nothing",
    (wanted) => {
      expect(found(score, wanted)).toEqual([]);
      expect(matchLabel(score, { wanted, isWhole: false }).problem).toContain("is no comparison");
    },
  );

  it("tells whole numbers apart that are larger than a float can, years and moments", () => {
    const years = labelOf([1900, 1901, 1950, 1951, 1_700_000_001, 1_700_000_000]);
    expect(found(years, "1900..1950")).toEqual([0, 1, 2]);
    expect(found(years, "19")).toEqual([]);
    expect(found(years, "1700000000")).toEqual([5]);
    expect(found(years, ">1700000000")).toEqual([4]);
  });

  it("finds every number by itself, and between any two what lies between them", () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 12 }), finite, finite, (values, a, b) => {
        const label = labelOf(values);
        const indices = (test: (value: number) => boolean): number[] =>
          values.flatMap((value, i) => (test(value) ? [i] : []));
        expect(found(label, String(values[0]))).toEqual(indices((value) => value === values[0]));
        expect(found(label, `>${a}`)).toEqual(indices((value) => value > a));
        expect(found(label, `<=${a}`)).toEqual(indices((value) => value <= a));
        expect(found(label, `${a}..${b}`)).toEqual(indices((value) => value >= a && value <= b));
      }),
    );
  });

  it("finds to the nearest step in older atlases, which keep no more", () => {
    const column = writeBytes(Uint8Array.of(0, 128, 255));
    const size = { nTokens: 3, nSequences: 0, sequenceOf: new Uint32Array(3) };
    const older = decodeLabel({ per: "token", min: 0, max: 1, column }, "x", size);
    expect(found(older, "0.5")).toEqual([1]);
    expect(found(older, "0.4")).toEqual([]);
    expect(found(older, "0.4..0.5")).toEqual([1]);
  });
});

describe("a label of texts", () => {
  const tags = labelOf(["story", ["list", "story"], "A List", null, ["a, b", "c"], "müsli"]);

  it("is found by a part of a value, in any case and Unicode form", () => {
    expect(found(tags, "stor")).toEqual([0, 1]);
    expect(found(tags, "LIST")).toEqual([1, 2]);
    expect(found(tags, "MÜS".normalize("NFD"))).toEqual([5]);
  });

  it("is found in quotes by a whole value, one of several too, and those without by none", () => {
    expect(found(tags, "story", true)).toEqual([0, 1]);
    expect(found(tags, "list", true)).toEqual([1]);
    expect(found(tags, "list, story", true)).toEqual([1]);
    expect(found(tags, "a, b", true)).toEqual([4]);
    expect(found(tags, "stor", true)).toEqual([]);
    expect(found(tags, "", true)).toEqual([3]);
  });
});
