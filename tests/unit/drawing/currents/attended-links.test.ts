import { describe, expect, it } from "vitest";
import { decodeAttention, encodeAttention } from "#atlas/files/attention.ts";
import { sequencesOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import { attendedLinks } from "#drawing/currents/attended-links.ts";

function tableOf(starts: Uint32Array, split: Uint32Array | null): TokenTable {
  const nTokens = starts.at(-1);
  return {
    nTokens,
    nSequences: starts.length - 1,
    starts,
    split,
    sequenceOf: sequencesOf(starts),
  } as TokenTable;
}

describe("links of attention", () => {
  it("are all weights of at least 0.15, by tokens of the whole table", () => {
    const starts = Uint32Array.of(0, 1, 3);
    const attention = decodeAttention(encodeAttention(Float32Array.of(1, 0.9, 0.1, 0.25, 0.75)), starts);
    const links = attendedLinks(tableOf(starts, null), attention, () => true);
    expect(links.map(({ query, key }) => [query, key])).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
      [2, 2],
    ]);
    expect(links[2]!.weight).toBeCloseTo(0.25, 2);
  });

  it("are those between tokens that are shown", () => {
    const starts = Uint32Array.of(0, 2);
    const attention = decodeAttention(encodeAttention(Float32Array.of(1, 0, 0.5, 0.5)), starts);
    const links = attendedLinks(tableOf(starts, null), attention, (query) => query === 0);
    expect(links).toEqual([{ query: 0, key: 0, weight: 1 }]);
  });

  it("lead from the sequence that asks to the one that answers", () => {
    const [starts, split] = [Uint32Array.of(0, 3), Uint32Array.of(2)];
    const attention = decodeAttention(encodeAttention(Float32Array.of(0.1, 0.9)), starts, split);
    const links = attendedLinks(tableOf(starts, split), attention, () => true);
    expect(links.map(({ query, key }) => [query, key])).toEqual([[2, 1]]);
  });
});
