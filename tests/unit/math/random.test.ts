import { describe, expect, it } from "vitest";
import { seededRandom, seedFrom, shuffledIndices } from "#math/random.ts";

describe("seededRandom", () => {
  it("gives the same numbers for the same seed, others for another", () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  // By an implementation of xoshiro128** and splitmix32 of its own, in Python.
  it.each([
    [0, [1789933344, 44971166, 2521387044, 3848737593, 1138324114, 749234105]],
    [1, [393288148, 2174103013, 3814759091, 2092745082, 1865176206, 2179171167]],
    [-1, [4104197751, 1825856343, 1152209388, 2427537429, 3685145430, 609215610]],
    [2 ** 32 + 7, [210494603, 711084892, 3993689120, 4089369890, 1706118055, 2746022466]],
  ])("gives the words of the generator it names, from seed %d on", (seed, words) => {
    const random = seededRandom(seed);
    expect(words.map(() => random() * 2 ** 32)).toEqual(words);
  });

  it("is even over its range", () => {
    const random = seededRandom(4);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[Math.floor(random() * 10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

describe("seedFrom", () => {
  it("is FNV-1a of the words, each with a zero behind it", () => {
    expect(seedFrom()).toBe(0x811c9dc5);
    expect(seedFrom("a")).toBe(723832900);
    expect(seedFrom("L3H5", "umap2", 0)).toBe(2690613516);
  });

  it("tells words apart, and where one ends and the next begins", () => {
    expect(seedFrom("L0H1", 0)).not.toBe(seedFrom("L1H0", 0));
    expect(seedFrom("ab", "c")).not.toBe(seedFrom("a", "bc"));
  });
});

describe("shuffledIndices", () => {
  it("swaps from the end with a place drawn before it, worked by hand", () => {
    expect([...shuffledIndices(4, () => 0)]).toEqual([1, 2, 3, 0]);
    expect([...shuffledIndices(4, () => 0.999)]).toEqual([0, 1, 2, 3]);
    expect([...shuffledIndices(4, () => 0.5)]).toEqual([0, 3, 1, 2]);
    expect([...shuffledIndices(8, seededRandom(3))]).toEqual([0, 4, 7, 5, 1, 6, 2, 3]);
    expect([...shuffledIndices(0, () => 0)]).toEqual([]);
  });

  it("holds every index once", () => {
    expect([...shuffledIndices(50, seededRandom(2))].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i),
    );
  });
});
