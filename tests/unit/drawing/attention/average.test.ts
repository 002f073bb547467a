import { describe, expect, it } from "vitest";
import type { Attention } from "#atlas/files/attention.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { averageOf, shownAverage } from "#drawing/attention/average.ts";

/** Three sequences of 1, 2 and 3 tokens; the last token of the last one is special. */
const PATTERNS = [
  [[1]],
  [
    [1, 0],
    [0.5, 0.5],
  ],
  [
    [0.5, 0.25, 0.25],
    [0.25, 0.25, 0.5],
    [0, 0, 1],
  ],
];
const table = {
  nSequences: 3,
  starts: Uint32Array.of(0, 1, 3, 6),
  special: Uint8Array.of(0, 0, 0, 0, 0, 1),
} as TokenTable;
const attention: Attention = {
  weight: (s, query, key) => PATTERNS[s]?.[query]?.[key] ?? 0,
  valueNorms: Float32Array.of(1, 3, 1, 2, 1, 0),
};
const plain = { leftOut: "none", byValue: false } as const;

describe("the mean over all sequences", () => {
  it("counts the sequences that have both positions, and makes each row sum to 1, by hand", () => {
    const { n, weights, counts } = shownAverage(attention, table, plain, 9);
    expect(n).toBe(3);
    expect([...counts]).toEqual([3, 2, 1, 2, 2, 1, 1, 1, 1]);
    // Row 0: (1 + 1 + 0.5) / 3, (0 + 0.25) / 2, 0.25 / 1; divided by their sum.
    const row = [2.5 / 3, 0.125, 0.25];
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((weight, key) => expect(weights[key]).toBeCloseTo(weight / sum, 6));
    expect(weights[8]).toBe(1);
  });

  it("ends at the last position asked for", () => {
    const { n, weights } = shownAverage(attention, table, plain, 2);
    expect(n).toBe(2);
    expect(weights[0]! + weights[1]!).toBeCloseTo(1, 6);
    expect(weights[2]! + weights[3]!).toBeCloseTo(1, 6);
  });

  it("leaves special tokens out before it averages", () => {
    const { weights, counts } = shownAverage(attention, table, { ...plain, leftOut: "special" }, 3);
    expect([...counts]).toEqual([3, 2, 0, 2, 2, 0, 0, 0, 0]);
    // Sequence 2 without its last token: rows ⅔ ⅓ and ½ ½.
    expect(weights[3]).toBeCloseTo(0.5, 6);
    const [first, second] = [(1 + 1 + 2 / 3) / 3, 1 / 3 / 2];
    expect(weights[0]).toBeCloseTo(first / (first + second), 6);
  });

  it("weighs by values before it averages", () => {
    const { weights } = shownAverage(attention, table, { ...plain, byValue: true }, 3);
    // Row 1: ½·3 and ½·1 of 2, then ¼·2, ¼·1 and ½·0 of ¾: (¾ + ⅔) / 2, (¼ + ⅓) / 2 and 0.
    expect(weights[3]).toBeCloseTo((3 / 4 + 2 / 3) / 2, 6);
    expect(weights[5]).toBe(0);
  });

  it("is computed once per head and choice", () => {
    expect(averageOf(attention, table, plain, 3)).toBe(averageOf(attention, table, plain, 3));
    expect(averageOf(attention, table, { ...plain, leftOut: "first" }, 3)).not.toBe(
      averageOf(attention, table, plain, 3),
    );
    const byValue = averageOf(attention, table, { ...plain, byValue: true }, 3);
    expect(byValue).not.toBe(averageOf(attention, table, plain, 3));
  });
});
