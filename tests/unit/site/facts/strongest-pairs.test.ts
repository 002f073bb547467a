import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Attention } from "#atlas/files/attention.ts";
import { decodeTokens, encodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";
import { strongestPairs } from "../../../../src/site/facts/strongest-pairs.ts";

function tableOf(sequences: readonly (readonly string[])[], split?: readonly number[]): TokenTable {
  const tokens = sequences.flat();
  const starts = Uint32Array.from([0, ...sequences.map((_, s) => sequences.slice(0, s + 1).flat().length)]);
  const source = {
    tokens,
    starts,
    ...(split ? { split: Uint32Array.from(split) } : {}),
    special: new Uint8Array(tokens.length),
    sequenceLabels: new Map(),
    tokenLabels: new Map(),
  };
  return decodeTokens(encodeTokens(source));
}

function attentionOf(patterns: readonly (readonly (readonly number[])[])[]): Attention {
  return { weight: (s, query, key) => patterns[s]?.[query]?.[key] ?? 0, valueNorms: null };
}

describe("the strongest pairs of a head", () => {
  it("are those that go farthest beyond chance, by hand", () => {
    const table = tableOf([["a", " b", " c", " d"]]);
    const attention = attentionOf([
      [
        [1, 0, 0, 0],
        [0.9, 0.1, 0, 0],
        [0, 0.8, 0.2, 0],
        [0.1, 0.1, 0.7, 0.1],
      ],
    ]);
    // Beyond even weights: b → a 0.9 − 1/2, c → b 0.8 − 1/3, d → c 0.7 − 1/4; the first token has no choice.
    expect(strongestPairs({ table, attention, isCausal: true }, 9)).toEqual([
      { query: "c", key: "b", queryPosition: 2, keyPosition: 1, weight: 0.8, sequence: 0 },
      { query: "d", key: "c", queryPosition: 3, keyPosition: 2, weight: 0.7, sequence: 0 },
      { query: "b", key: "a", queryPosition: 1, keyPosition: 0, weight: 0.9, sequence: 0 },
    ]);
  });

  it("hold two pairs of the same texts once, by the stronger one", () => {
    const table = tableOf([
      ["x", "y"],
      ["x", "y"],
    ]);
    const attention = attentionOf([
      [
        [0.4, 0.6],
        [0.5, 0.5],
      ],
      [
        [0.1, 0.9],
        [0.5, 0.5],
      ],
    ]);
    const pairs = strongestPairs({ table, attention, isCausal: false }, 9);
    expect(pairs).toEqual([
      { query: "x", key: "y", queryPosition: 0, keyPosition: 1, weight: 0.9, sequence: 1 },
    ]);
  });

  it("count positions of cross-attention in the sequence of each", () => {
    const table = tableOf([["k0", "k1", "q0", "q1"]], [2]);
    const attention = attentionOf([
      [
        [0.2, 0.8],
        [0.5, 0.5],
      ],
    ]);
    expect(strongestPairs({ table, attention, isCausal: true }, 9)).toEqual([
      { query: "q0", key: "k1", queryPosition: 0, keyPosition: 1, weight: 0.8, sequence: 0 },
    ]);
  });

  it("are none of an even head, and a word stands for white space", () => {
    const table = tableOf([["\n", "  "]]);
    const even = attentionOf([[[0.5, 0.5], [0.5, 0.5]]]); // prettier-ignore
    const sure = attentionOf([[[0.5, 0.5], [1, 0]]]); // prettier-ignore
    expect(strongestPairs({ table, attention: even, isCausal: false }, 9)).toEqual([]);
    expect(strongestPairs({ table, attention: sure, isCausal: false }, 9)).toMatchObject([
      { query: "(blank)", key: "(blank)" },
    ]);
  });

  it("show the beginning of long tokens, and no half of a character", () => {
    const table = tableOf([["a".repeat(10_000), `${"b".repeat(79)}😀😀`]]);
    const attention = attentionOf([[[0, 1], [0.5, 0.5]]]); // prettier-ignore
    expect(strongestPairs({ table, attention, isCausal: false }, 9)).toMatchObject([
      { query: `${"a".repeat(80)}…`, key: `${"b".repeat(79)}…` },
    ]);
  });

  it("do not depend on the order of the sequences, unless two are equally strong", () => {
    const weights = (n: number): fc.Arbitrary<number[]> =>
      fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: n * 9, maxLength: n * 9 });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }).chain(weights), (thousandths) => {
        const rows = Array.from({ length: thousandths.length / 3 }, (_, row) =>
          thousandths.slice(row * 3, row * 3 + 3).map((weight) => weight / 1000),
        );
        const patterns = Array.from({ length: rows.length / 3 }, (_, s) => rows.slice(s * 3, s * 3 + 3));
        const tokens = patterns.map((_, s) => [`a${s}`, `b${s}`, `c${s}`]);
        const textsOf = (order: readonly number[]): string[] => {
          const table = tableOf(order.map((s) => tokens[s]!));
          const attention = attentionOf(order.map((s) => patterns[s]!));
          return strongestPairs({ table, attention, isCausal: false }, 20).map(
            ({ query, key }) => query + key,
          );
        };
        const order = patterns.map((_, s) => s);
        expect(textsOf(order.toReversed())).toEqual(textsOf(order));
      }),
      { numRuns: 50 },
    );
  });
});
