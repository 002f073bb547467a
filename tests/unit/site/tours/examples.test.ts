import { describe, expect, it } from "vitest";
import type { Attention } from "#atlas/files/attention.ts";
import { decodeTokens, encodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";
import {
  bestExample,
  firstKey,
  followerKeys,
  isWord,
  previousKey,
  quoted,
  rowKeys,
} from "../../../../src/site/tours/examples.ts";

function table(...sequences: readonly (readonly string[])[]): TokenTable {
  const tokens = sequences.flat();
  const starts = sequences.reduce((all, { length }) => [...all, all.at(-1) + length], [0]);
  const special = new Uint8Array(tokens.length);
  const none = { sequenceLabels: new Map(), tokenLabels: new Map() };
  return decodeTokens(encodeTokens({ tokens, starts: Uint32Array.from(starts), special, ...none }));
}

/** @param weights By `sequence query key`; all others are 0. */
function attention(weights: Readonly<Record<string, number>>): Attention {
  return { valueNorms: null, weight: (s, q, k) => weights[`${s} ${q} ${k}`] ?? 0 };
}

const text = table(["a", "b", "c", "d", "e", "f"], ["the", " fox", "saw", "the", "the", " fox"]);

describe("bestExample", () => {
  it("is the query with the most weight on the key that counts, wherever it stands; worked by hand", () => {
    const weights = attention({ "0 4 3": 0.5, "1 5 4": 0.75, "1 5 0": 0.9 });
    expect(bestExample(text, weights, previousKey)).toEqual({ query: 11, key: 10, share: 0.75 });
    expect(bestExample(text, weights, firstKey)).toEqual({ query: 11, key: 6, share: 0.9 });
  });

  it("looks at what followed earlier copies", () => {
    expect(followerKeys(5, [7, 1, 2, 7, 3, 7])).toEqual([1, 4]);
    const weights = attention({ "1 4 1": 0.25, "1 5 2": 0.5 });
    expect(bestExample(text, weights, followerKeys)).toEqual({ query: 11, key: 8, share: 0.5 });
  });

  it("takes keys together where all of them count, and shows the strongest", () => {
    expect(
      rowKeys(3, 1)(
        5,
        Array.from({ length: 7 }, () => 0),
      ),
    ).toEqual([4, 5, 6]);
    expect(rowKeys(3, 1)(0, [0])).toEqual([]);
    const patches = table(["", "", "", "", "", "", ""]);
    const weights = attention({ "0 4 4": 0.25, "0 4 5": 0.5, "0 6 6": 0.625 });
    expect(bestExample(patches, weights, rowKeys(3, 1), { isWhole: true })).toEqual({
      query: 4,
      key: 5,
      share: 0.75,
    });
    expect(bestExample(patches, weights, rowKeys(3, 1))).toMatchObject({ query: 6 });
  });

  it("may be near a share instead, so that it is typical of the head", () => {
    const weights = attention({ "0 4 0": 0.5, "0 5 0": 0.75, "1 5 0": 1 });
    expect(bestExample(text, weights, firstKey, { near: 0.7 })).toEqual({ query: 5, key: 0, share: 0.75 });
  });

  it("passes over queries that have little choice, and tokens that are not wanted", () => {
    const weights = attention({ "0 1 0": 1, "0 5 4": 0.5, "0 4 3": 0.25 });
    expect(bestExample(text, weights, previousKey)).toMatchObject({ query: 5 });
    expect(bestExample(text, weights, previousKey, { isQuery: (token) => token !== 5 })).toMatchObject({
      query: 4,
    });
    expect(bestExample(text, weights, previousKey, { isKey: (token) => token < 3 })).toBeNull();
  });

  it("is none if nothing has any weight there", () => {
    expect(bestExample(text, attention({}), previousKey)).toBeNull();
  });
});

describe("words in a sentence", () => {
  it("are tokens of letters only, without the space before them", () => {
    const mixed = table(["a", " fox", "##ed", "<|end|>", "né"]);
    expect([0, 1, 2, 3, 4].map(isWord(mixed))).toEqual([false, true, false, false, true]);
    expect(quoted(mixed, 1)).toBe("“fox”");
  });
});
