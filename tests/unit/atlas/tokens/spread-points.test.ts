import { describe, expect, it } from "vitest";
import { decodeAttention, encodeAttention } from "#atlas/files/attention.ts";
import { spreadCoordinates, spreadNorms, spreadNumbers, storedPoints } from "#atlas/tokens/spread-points.ts";
import { decodeTokens, encodeTokens } from "#atlas/tokens/tokens.ts";
import { leftOutPositions, shownPattern } from "#drawing/attention/pattern.ts";
import { shownPoints } from "#drawing/map/map-scene.ts";
import { attendedTokens } from "#drawing/tokens/attended.ts";

/** “a b” answers, “X” asks; then “c” answers, “Y Z” ask. */
const table = decodeTokens(
  encodeTokens({
    tokens: ["a", "b", "X", "c", "Y", "Z"],
    starts: Uint32Array.of(0, 3, 6),
    split: Uint32Array.of(2, 4),
    special: Uint8Array.of(1, 0, 0, 0, 0, 1),
    sequenceLabels: new Map(),
    tokenLabels: new Map(),
  }),
);
/** X on a and b; Y on c, Z on c. */
const attention = decodeAttention(
  encodeAttention(Float32Array.of(0.25, 0.75, 1, 1), Float32Array.of(2, 3, 4)),
  table.starts,
  table.split,
);

describe("a head between two sequences", () => {
  it("keeps a place for every token as query and as key, and leaves empty what is not there", () => {
    expect(storedPoints(table)).toBe(6);
    const { x, n } = spreadCoordinates(
      { n: 6, x: Float32Array.of(1, 2, 3, 4, 5, 6), y: new Float32Array(6) },
      table,
    );
    expect(n).toBe(12);
    expect([...x]).toEqual([NaN, NaN, 1, NaN, 2, 3, 4, 5, NaN, 6, NaN, NaN]);
    const numbers = { norms: Float32Array.of(7, 2, 3, 4, 5, 6), distortion: new Map() };
    expect([...spreadNumbers(numbers, table).norms]).toEqual([7, 7, 7, 7, 2, 3, 4, 5, 7, 6, 7, 7]);
    expect(spreadNorms(numbers.norms, table)).toEqual(spreadNumbers(numbers, table).norms);
    expect(spreadNorms(numbers.norms, { ...table, split: null })).toBe(numbers.norms);
  });

  it("spreads a third axis and every map's distortion, too", () => {
    const six = Float32Array.of(1, 2, 3, 4, 5, 6);
    const { z } = spreadCoordinates({ n: 6, x: six, y: six, z: six }, table);
    expect([...(z ?? [])]).toEqual([NaN, NaN, 1, NaN, 2, 3, 4, 5, NaN, 6, NaN, NaN]);
    expect(spreadCoordinates({ n: 6, x: six, y: six }, table)).not.toHaveProperty("z");
    const { distortion } = spreadNumbers({ norms: six, distortion: new Map([["umap2", six]]) }, table);
    expect([...(distortion.get("umap2") ?? [])]).toEqual([1, 1, 1, 1, 2, 3, 4, 5, 1, 6, 1, 1]);
  });

  it("never draws a point that is not there, and fades those of other sequences", () => {
    const all = shownPoints({ tokens: table, selected: null, termOf: null, passes: null });
    expect([...(all ?? [])].map(Boolean)).toEqual([0, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 0].map(Boolean));
    const selected = { role: "query", token: 2 } as const;
    const one = shownPoints({ tokens: table, selected, termOf: null, passes: null });
    expect([one?.[2], one?.[6], one?.[4], one?.[0]]).toEqual([255, 255, 36, 0]);
  });

  it("finds the weights between them from either side", () => {
    expect(attendedTokens(table, attention, { role: "query", token: 2 })).toEqual([
      { token: 0, weight: expect.closeTo(0.25, 2) as number },
      { token: 1, weight: expect.closeTo(0.75, 2) as number },
    ]);
    expect(attendedTokens(table, attention, { role: "key", token: 3 })).toEqual([
      { token: 4, weight: 1 },
      { token: 5, weight: 1 },
    ]);
  });

  it("counts positions, values and what is left out in each by itself", () => {
    expect([...(attention.valueNorms ?? [])].map(Math.round)).toEqual([2, 3, 0, 4, 0, 0]);
    const { n, weights } = shownPattern(attention, table, 0, true);
    expect(n).toBe(2);
    // 0.25 · 2 : 0.75 · 3
    expect(weights[0]).toBeCloseTo(0.5 / 2.75, 2);
    expect([weights[2], weights[3]]).toEqual([0, 0]);
    const { query, key } = leftOutPositions(table, 0, "special");
    expect([[...query], [...key]]).toEqual([[], [0]]);
    const later = leftOutPositions(table, 1, "both");
    expect([[...later.query], [...later.key]]).toEqual([[0, 1], [0]]);
  });
});

describe("a head within sequences", () => {
  it("has two points per token, which are left as they are", () => {
    const whole = { ...table, split: null };
    expect(storedPoints(whole)).toBe(12);
    const numbers = new Float32Array(12);
    const coordinates = { n: 12, x: numbers, y: numbers };
    expect(spreadCoordinates(coordinates, whole)).toBe(coordinates);
    expect(spreadNumbers({ norms: numbers, distortion: new Map() }, whole).norms).toBe(numbers);
  });
});
