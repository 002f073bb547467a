import { describe, expect, it } from "vitest";
import { seededRandom, seedFrom, shuffledIndices } from "#math/random.ts";

describe("seededRandom", () => {
  it("gives the same numbers for the same seed, others for another", () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("is even over its range", () => {
    const random = seededRandom(4);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[Math.floor(random() * 10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

describe("seedFrom", () => {
  it("tells words apart, and where one ends and the next begins", () => {
    expect(seedFrom("L0H1", 0)).not.toBe(seedFrom("L1H0", 0));
    expect(seedFrom("ab", "c")).not.toBe(seedFrom("a", "bc"));
  });
});

describe("shuffledIndices", () => {
  it("holds every index once", () => {
    expect([...shuffledIndices(50, seededRandom(2))].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i),
    );
  });
});
