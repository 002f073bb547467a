import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupEdges } from "#math/edge-groups.ts";
import { seededRandom, shuffledIndices } from "#math/random.ts";

const pairsOf = (pairs: readonly (readonly [number, number, number])[]) => ({
  firsts: Int32Array.from(pairs, ([first]) => first),
  others: Int32Array.from(pairs, ([, other]) => other),
  weights: Float32Array.from(pairs, ([, , weight]) => weight),
});

describe("groupEdges", () => {
  it("puts pairs of like weight together, there and back, and fills the last group; worked by hand", () => {
    const { heads, tails, every } = groupEdges(
      pairsOf([
        [0, 1, 0.25],
        [2, 3, 1],
        [4, 5, 1],
        [6, 7, 1],
        [0, 2, 1],
      ]),
      8,
      10,
      1,
    );
    expect([...every]).toEqual([1, 1, 4, 4]);
    expect([...heads.subarray(0, 4)].sort()).toEqual([0, 2, 4, 6]);
    expect([...heads.subarray(4, 8)]).toEqual([...tails.subarray(0, 4)]);
    expect([...tails.subarray(4, 8)]).toEqual([...heads.subarray(0, 4)]);
    expect([...heads.subarray(8)]).toEqual([0, 8, 8, 8, 1, 8, 8, 8]);
    expect([...tails.subarray(8)]).toEqual([1, 8, 8, 8, 0, 8, 8, 8]);
  });

  it("samples the strongest in every epoch, however weak it is", () => {
    const pairs = pairsOf([
      [0, 1, 0.25],
      [1, 2, 0.25],
      [2, 3, 0.25],
      [3, 4, 0.25],
      [4, 5, 0.125],
    ]);
    expect([...groupEdges(pairs, 6, 10, 1).every]).toEqual([1, 1, 2, 2]);
  });

  it("knows 4096 levels of weight, from the strongest down, and shuffles what is on one", () => {
    const n = 4000;
    const random = seededRandom(3);
    // A third of them near the strongest, where levels end; the rest anywhere.
    const weights = Float32Array.from({ length: n }, (_, i) =>
      i % 3 === 0 ? 1 - random() / 1000 : 0.01 + random() * 0.9,
    );
    weights[77] = 1;
    const pairs = pairsOf([...weights].map((weight, i) => [i, i, weight]));
    const level = (i: number): number => Math.floor((1 - weights[i]!) * 4095);
    const expected = [...shuffledIndices(n, seededRandom(5))].sort((a, b) => level(a) - level(b));
    const { heads } = groupEdges(pairs, n, 1000, 5);
    expect([...heads].filter((_, at) => at % 8 < 4)).toEqual(expected);
  });

  it("leaves out pairs that would never be sampled", () => {
    const pairs = pairsOf([
      [0, 1, 1],
      [1, 2, 0.09],
    ]);
    const { heads, tails, every } = groupEdges(pairs, 3, 10, 1);
    expect([...heads]).toEqual([0, 3, 3, 3, 1, 3, 3, 3]);
    expect([...tails]).toEqual([1, 3, 3, 3, 0, 3, 3, 3]);
    expect([...every]).toEqual([1, 1]);
    expect(groupEdges(pairs, 3, 20, 1).every[0]).toBeCloseTo(2 / 1.09, 5);
  });

  it("keeps a pair that is sampled once, in the last epoch", () => {
    const pairs = pairsOf([
      [0, 1, 2],
      [1, 2, 0.5],
    ]);
    expect(groupEdges(pairs, 3, 4, 1).every[0]).toBeCloseTo(1.6, 6);
    expect(groupEdges(pairs, 3, 3.99, 1).every[0]).toBe(1);
  });

  it("sorts weights of any size, heaviest first", () => {
    const weights = [3, 40, 11, 28, 36, 19, 24, 7, 32, 15];
    const { heads } = groupEdges(pairsOf(weights.map((weight, i) => [i, i + 10, weight])), 20, 1000, 1);
    expect([...heads].filter((head) => head < 10)).toEqual([1, 4, 8, 3, 6, 5, 9, 2, 7, 0]);
  });

  it("keeps every edge once in each direction, sampled nearly as often as its weight asks for", () => {
    const weight = fc.double({ min: 0.1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 300 }), fc.nat(100), (weights, seed) => {
        const pairs = pairsOf(weights.map((w, i) => [i, i + 1, w]));
        const { heads, tails, every } = groupEdges(pairs, 1000, 100, seed);
        const edges = [...heads]
          .map((head, at) => `${head} ${tails[at]}`)
          .filter((edge) => edge !== "1000 1000");
        expect(new Set(edges).size).toBe(weights.length * 2);
        for (const [i] of weights.entries()) expect(edges).toContain(`${i + 1} ${i}`);
        // Groups go from heavy to light, and so do their members.
        for (let group = 2; group < every.length; group++)
          expect(every[group]!).toBeGreaterThanOrEqual(every[group - 1]! * 0.995);
      }),
    );
  });
});
