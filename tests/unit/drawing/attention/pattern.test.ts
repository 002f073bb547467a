import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAttention, encodeAttention } from "#atlas/files/attention.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import {
  leaveOut,
  leftOutPositions,
  patternOf,
  shownPattern,
  strongestConnections,
  weighByValues,
  weightsOf,
} from "#drawing/attention/pattern.ts";

const pattern = { n: 3, weights: Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.5, 0.25, 0.25) };
const none = new Set<number>();

describe("leaving tokens out", () => {
  it("gives the rest of each row what the key had, by hand", () => {
    const { weights } = leaveOut(pattern, { query: none, key: new Set([0]) });
    expect([...weights]).toEqual([0, 0, 0, 0, 1, 0, 0, 0.5, 0.5]);
  });

  it("takes a query's whole row, and no other", () => {
    const { weights } = leaveOut(pattern, { query: new Set([1]), key: none });
    expect([...weights]).toEqual([1, 0, 0, 0, 0, 0, 0.5, 0.25, 0.25]);
  });

  it("changes nothing where nothing is left out, and never what it was given", () => {
    expect(leaveOut(pattern, { query: none, key: none })).toEqual(pattern);
    expect(pattern.weights[0]).toBe(1);
  });

  it("leaves rows that sum to 1, or to 0 where nothing is left", () => {
    const made = fc.integer({ min: 1, max: 9 }).chain((n) =>
      fc.record({
        n: fc.constant(n),
        raw: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: n * n, maxLength: n * n }),
        query: fc.uniqueArray(fc.nat(n - 1)),
        key: fc.uniqueArray(fc.nat(n - 1)),
      }),
    );
    fc.assert(
      fc.property(made, ({ n, raw, query, key }) => {
        const rowSum = (values: ArrayLike<number>, row: number): number =>
          Array.from({ length: n }, (_, i) => values[row * n + i] ?? 0).reduce((a, b) => a + b, 0);
        const weights = Float32Array.from(raw, (weight, i) => weight / rowSum(raw, Math.floor(i / n)));
        const left = leaveOut({ n, weights }, { query: new Set(query), key: new Set(key) });
        for (let row = 0; row < n; row++) {
          const isGone = query.includes(row) || key.length === n;
          expect(rowSum(left.weights, row)).toBeCloseTo(isGone ? 0 : 1, 5);
          for (const gone of key) expect(left.weights[row * n + gone]).toBe(0);
        }
      }),
    );
  });

  it("finds the special tokens and the first one", () => {
    const table = { starts: Uint32Array.of(0, 2, 5), special: Uint8Array.of(0, 0, 1, 0, 1) } as TokenTable;
    expect([...leftOutPositions(table, 1, "special").key]).toEqual([0, 2]);
    expect([...leftOutPositions(table, 1, "first").key]).toEqual([0]);
    expect([...leftOutPositions(table, 0, "both").key]).toEqual([0]);
    expect([...leftOutPositions(table, 0, "none").key]).toEqual([]);
  });
});

describe("weighing by values", () => {
  it("multiplies each weight by its key's value and keeps the row's sum, by hand", () => {
    const { weights } = weighByValues(pattern, Float32Array.of(1, 3, 2));
    expect([...weights].map((weight) => Number(weight.toFixed(4)))).toEqual([
      1, 0, 0, 0.25, 0.75, 0, 0.2857, 0.4286, 0.2857,
    ]);
    expect(pattern.weights[3]).toBe(0.5);
  });

  it("changes nothing where all values are as long, and leaves nothing of a row whose values are 0", () => {
    expect(weighByValues(pattern, Float32Array.of(2, 2, 2))).toEqual(pattern);
    expect([...weighByValues(pattern, Float32Array.of(0, 1, 1)).weights.subarray(0, 3)]).toEqual([0, 0, 0]);
  });

  it("takes the lengths of its own sequence, where they are known and asked for", () => {
    const [weights, starts] = [Float32Array.of(1, 1, 0, 0.25, 0.25), Uint32Array.of(0, 1, 3)];
    const table = { starts } as TokenTable;
    const known = decodeAttention(encodeAttention(weights, Float32Array.of(9, 1, 3)), starts);
    const [low, high] = [...shownPattern(known, table, 1, true).weights].slice(2);
    expect((high ?? 0) / (low ?? 1)).toBeCloseTo(3, 3);
    expect(shownPattern(known, table, 1, false)).toEqual(patternOf(known, 1, 2));
    const unknown = decodeAttention(encodeAttention(weights), starts);
    expect(shownPattern(unknown, table, 1, true)).toEqual(patternOf(unknown, 1, 2));
  });
});

describe("reading a pattern", () => {
  it("takes one sequence out of the file, and stands at 0 before it is there", () => {
    const file = encodeAttention(Float32Array.of(1, 1, 0, 0, 1));
    const attention = decodeAttention(file, Uint32Array.of(0, 1, 3));
    expect([...patternOf(attention, 1, 2).weights]).toEqual([1, 0, 0, 1]);
    expect([...patternOf(null, 1, 2).weights]).toEqual([0, 0, 0, 0]);
  });

  it("gives a query its row and a key its column", () => {
    expect([...weightsOf(pattern, "query", 2)]).toEqual([0.5, 0.25, 0.25]);
    expect([...weightsOf(pattern, "key", 0)]).toEqual([1, 0.5, 0.5]);
  });

  it("lists the strongest connections, and no weight of 0", () => {
    expect(strongestConnections(pattern, 2, 0)).toEqual([
      { query: 0, key: 0, weight: 1 },
      { query: 1, key: 0, weight: 0.5 },
    ]);
    expect(strongestConnections(pattern, 99, 0)).toHaveLength(6);
    expect(strongestConnections(pattern, 99, 0.3)).toHaveLength(4);
  });
});
