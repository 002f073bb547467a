import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeTokens, encodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { Attention } from "#atlas/files/attention.ts";
import { headMetrics } from "#measures/head-metrics.ts";
import { findExamples } from "#viewer/overview/find-examples.ts";

function tableOf(sequences: readonly (readonly string[])[], split?: readonly number[]): TokenTable {
  const tokens = sequences.flat();
  const starts = Uint32Array.from([0, ...sequences.map((_, s) => sequences.slice(0, s + 1).flat().length)]);
  return decodeTokens(
    encodeTokens({
      tokens,
      starts,
      ...(split ? { split: Uint32Array.from(split) } : {}),
      special: new Uint8Array(tokens.length),
      sequenceLabels: new Map(),
      tokenLabels: new Map(),
    }),
  );
}

function attentionOf(patterns: readonly (readonly (readonly number[])[])[]): Attention {
  return { weight: (s, query, key) => patterns[s]?.[query]?.[key] ?? 0, valueNorms: null };
}

/** A causal pattern of n tokens, of which each but the first puts this weight on the previous token, and the rest on itself. */
function previous(n: number, weight: number): number[][] {
  return Array.from({ length: n }, (_, query) =>
    Array.from({ length: n }, (_, key) =>
      query === 0 ? Number(key === 0) : key === query - 1 ? weight : key === query ? 1 - weight : 0,
    ),
  );
}

const words = (n: number, first: string): string[] => [
  first,
  ...Array.from({ length: n - 1 }, (_, i) => ` w${i}`),
];
const causal = { isCausal: true, grid: null } as const;

describe("examples of a head", () => {
  it("are the sequences in which it does most of what it is known for, by hand", () => {
    const table = tableOf([words(6, "a"), words(6, "b"), words(6, "c")]);
    const attention = attentionOf([previous(6, 0.5), previous(6, 0.9), previous(6, 0.7)]);
    const { found, isByMeasure } = findExamples({ table, attention, measure: "previous", ...causal }, 2);
    expect(isByMeasure).toBe(true);
    expect(found.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(found[0]?.mean).toBeCloseTo(0.9);
    // The last query has the most keys to choose from, so its choice is the farthest from chance.
    expect(found[0]).toMatchObject({ query: 11, key: 10, weight: 0.9 });
  });

  it("name the key that counts, not the one with the largest weight", () => {
    const table = tableOf([["x", " y", " z"]]);
    const attention = attentionOf([
      [
        [1, 0, 0],
        [0.55, 0.45, 0],
        [0.5, 0.45, 0.05],
      ],
    ]);
    // The previous token has 0.05 more than by chance in the second row, and 0.45 − 1/3 in the third.
    const { found } = findExamples({ table, attention, measure: "previous", ...causal }, 1);
    expect(found[0]).toMatchObject({ query: 2, key: 1, weight: 0.45 });
  });

  it("are never two of the same tokens", () => {
    const table = tableOf([words(4, "a"), words(4, "a"), words(4, "b")]);
    const attention = attentionOf([previous(4, 0.9), previous(4, 0.9), previous(4, 0.5)]);
    const { found } = findExamples({ table, attention, measure: "previous", ...causal }, 3);
    expect(found.map(({ sequence }) => sequence)).toEqual([0, 2]);
  });

  it("prefer many tokens that do it to a single one", () => {
    const table = tableOf([words(2, "a"), words(12, "b")]);
    const attention = attentionOf([previous(2, 1), previous(12, 0.9)]);
    const { found } = findExamples({ table, attention, measure: "previous", ...causal }, 1);
    expect(found[0]?.sequence).toBe(1);
  });

  it.each([null, "no such metric", "sameRow"])(
    "are the surest ones where %s is measured of it",
    (measure) => {
      const table = tableOf([words(4, "a"), words(4, "b")]);
      const attention = attentionOf([previous(4, 0.5), previous(4, 0.95)]);
      const { found, isByMeasure } = findExamples({ table, attention, measure, ...causal }, 1);
      expect(isByMeasure).toBe(false);
      expect(found[0]).toMatchObject({ sequence: 1 });
    },
  );

  it("are none where no query has a choice", () => {
    const table = tableOf([["a"], ["b"]]);
    const attention = attentionOf([[[1]], [[1]]]);
    expect(findExamples({ table, attention, measure: "first", ...causal }, 3).found).toEqual([]);
  });

  it("in cross-attention, are queries of one sequence and keys of the other", () => {
    // Two that answer, then two that ask.
    const table = tableOf([["k0", " k1", "q0", " q1"]], [2]);
    const attention = attentionOf([
      [
        [0.9, 0.1],
        [0.2, 0.8],
      ],
    ]);
    const input = { table, attention, measure: null, isCausal: false, grid: null };
    expect(findExamples(input, 1).found).toMatchObject([{ query: 2, key: 0, weight: 0.9 }]);
  });

  it("have the mean that the head's own numbers have of this sequence", () => {
    const weight = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 25, maxLength: 25 }), (raw) => {
        const rows = Array.from({ length: 5 }, (_, query) => {
          const row = raw.slice(query * 5, query * 5 + 5).map((w, key) => (key <= query ? w : 0));
          const sum = row.reduce((a, b) => a + b, 0);
          return row.map((w) => w / sum);
        });
        const table = tableOf([words(5, "a")]);
        const { found, isByMeasure } = findExamples(
          { table, attention: attentionOf([rows]), measure: "first", ...causal },
          1,
        );
        const { metrics } = headMetrics({
          starts: Uint32Array.of(0, 5),
          weights: Float32Array.from(rows.flat()),
          isCausal: true,
          ids: table.ids,
          grid: null,
        });
        if (isByMeasure) expect(found[0]?.mean).toBeCloseTo(metrics.first, 5);
      }),
    );
  });
});
