import { describe, expect, it } from "vitest";
import { eachRow, mostAttended, type PatternRow } from "#math/pattern-rows.ts";

function rowsOf(patterns: Parameters<typeof eachRow>[0]): number[][] {
  const rows: PatternRow[] = [];
  eachRow(patterns, (row) => rows.push(row));
  return rows.map(({ query, first, firstKey, length, nKeys, at }) => [
    query,
    first,
    firstKey,
    length,
    nKeys,
    at,
  ]);
}

describe("eachRow, by hand: query, first query, first key, queries of the sequence, keys it sees, first weight", () => {
  it("sees every key of its own sequence", () => {
    expect(rowsOf({ starts: Uint32Array.of(0, 2, 2, 5), isCausal: false })).toEqual([
      [0, 0, 0, 2, 2, 0],
      [1, 0, 0, 2, 2, 2],
      [2, 2, 2, 3, 3, 4],
      [3, 2, 2, 3, 3, 7],
      [4, 2, 2, 3, 3, 10],
    ]);
  });

  it("sees itself and what is before it in a causal head, whose rows of weights are as long", () => {
    expect(rowsOf({ starts: Uint32Array.of(0, 1, 4), isCausal: true })).toEqual([
      [0, 0, 0, 1, 1, 0],
      [1, 1, 1, 3, 1, 1],
      [2, 1, 1, 3, 2, 4],
      [3, 1, 1, 3, 3, 7],
    ]);
  });

  it("sees the keys of the other sequence in cross-attention", () => {
    const [starts, keyStarts] = [Uint32Array.of(0, 2, 3), Uint32Array.of(0, 3, 7)];
    expect(rowsOf({ starts, keyStarts, isCausal: false })).toEqual([
      [0, 0, 0, 2, 3, 0],
      [1, 0, 0, 2, 3, 3],
      [2, 2, 3, 1, 4, 6],
    ]);
  });

  it("has no rows where there are no sequences", () => {
    expect(rowsOf({ starts: Uint32Array.of(0), isCausal: false })).toEqual([]);
  });
});

describe("mostAttended, by hand", () => {
  const weights = Float32Array.of(9, 0.1, 0.5, 0.2, 0.5, 9);

  it.each([
    [1, 4, 1],
    [1, 1, 0],
    [1, 2, 1],
    [3, 2, 1],
    [4, 1, 0],
    [0, 6, 0],
  ])("from place %i among %i keys is %i, of equals the first", (at, nKeys, expected) => {
    expect(mostAttended(weights, at, nKeys)).toBe(expected);
  });
});
