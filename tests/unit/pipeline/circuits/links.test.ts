import { describe, expect, it } from "vitest";
import type { CircuitLink } from "#atlas/files/circuits.ts";
import { mostApart, strongest } from "#pipeline/circuits/measure-links.ts";

describe("links that are kept", () => {
  it("are the strongest of all, and a few into and out of every head, however weak", () => {
    const strong = Array.from({ length: 3000 }, (_, i): CircuitLink => [i % 50, 50 + (i % 49), 1 - i / 1e4]);
    const weak: CircuitLink[] = [
      [200, 300, 0.02],
      [201, 300, 0.01],
    ];
    const kept = strongest([...weak, ...strong]);
    expect(kept.slice(0, 2000)).toEqual(strong.slice(0, 2000));
    expect(kept.slice(-2)).toEqual(weak);
    expect(kept.length).toBeLessThan(2010);
  });

  it("stand in the order of their heads where they are equal", () => {
    expect(
      strongest([
        [1, 2, 0.5],
        [0, 3, 0.5],
        [0, 2, 0.5],
      ]),
    ).toEqual([
      [0, 2, 0.5],
      [0, 3, 0.5],
      [1, 2, 0.5],
    ]);
  });

  it("are of all pairs in models of usual size, and of near blocks in very large ones", () => {
    const blocks = (n: number, nHeads: number, d: number) => {
      const heads = Array.from({ length: nHeads }, () => ({ norm: 1, rank: d }));
      const stack = { rows: new Float32Array(0), d, heads };
      return Array.from({ length: n }, () => ({ width: nHeads * d, writes: { map: stack, space: stack } }));
    };
    expect(mostApart(blocks(12, 12, 64))).toBeNull();
    expect(mostApart(blocks(24, 16, 64))).toBeNull();
    expect(mostApart(blocks(80, 128, 80))).toBe(1);
    expect(mostApart(blocks(1, 2, 4))).toBeNull();
  });
});
