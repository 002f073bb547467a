import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affinityPairs, fuzzyUnion, neighborLinks, type WeightedGraph } from "#math/neighbor-graph.ts";
import { expectClose } from "../../helpers/expect-close.ts";

/** Of four points the three others, nearest first. */
const neighbors = {
  n: 4,
  k: 3,
  indices: Int32Array.of(1, 2, 3, 0, 3, 2, 0, 3, 1, 1, 2, 0),
  distances: new Float32Array(12),
};

describe("fuzzyUnion", () => {
  it("takes each pair once, of the first neighbor of each point; worked by hand", () => {
    // 0 → 1 and 1 → 0 are one pair: 0.5 + 0.25 − 0.125. 2 → 0 and 3 → 1 go one way only; that 0 has 2 and 1 has 3 as
    // second neighbor does not count.
    const { firsts, others, weights } = fuzzyUnion(neighbors, Float32Array.of(0.5, 0.25, 0.75, 1), 1);
    expect([...firsts]).toEqual([0, 0, 1]);
    expect([...others]).toEqual([1, 2, 3]);
    expect([...weights]).toEqual([0.625, 0.75, 1]);
  });

  it("takes two neighbors of each point, worked by hand", () => {
    // 0: 1, 2; 1: 0, 3; 2: 0, 3; 3: 1, 2. Every pair both ways, but for 0–3 and 1–2, which there are none of.
    const strengths = Float32Array.of(0.5, 0.25, 1, 0.5, 0.5, 0.125, 0.25, 0.5);
    const { firsts, others, weights } = fuzzyUnion(neighbors, strengths, 2);
    expect([...firsts]).toEqual([0, 0, 1, 2]);
    expect([...others]).toEqual([1, 2, 3, 3]);
    expect([...weights]).toEqual([1, 0.625, 0.625, 0.5625]);
  });

  it("gives the pairs of a point in the order in which it names them itself, then as others name it; by hand", () => {
    // 0 names 3, then 2; 3 and 1 name 0, 2 does not. A pair that both name comes with its lower point.
    const named = {
      n: 4,
      k: 2,
      indices: Int32Array.of(3, 2, 0, 2, 3, 1, 0, 1),
      distances: new Float32Array(8),
    };
    const { firsts, others } = fuzzyUnion(named, new Float32Array(8).fill(0.5), 2);
    expect([...firsts]).toEqual([0, 0, 0, 1, 1, 2]);
    expect([...others]).toEqual([3, 2, 1, 2, 3, 3]);
  });
});

describe("neighborLinks", () => {
  it("leads from each point to its first neighbors, worked by hand", () => {
    const weights = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const graph = neighborLinks(neighbors, weights, 2);
    expect([...graph.starts]).toEqual([0, 2, 4, 6, 8]);
    expect([...graph.others]).toEqual([1, 2, 0, 3, 0, 3, 1, 2]);
    expect([...graph.weights]).toEqual([...weights]);
  });
});

const graphOf = (rows: readonly (readonly (readonly [number, number])[])[]): WeightedGraph => ({
  starts: Int32Array.from({ length: rows.length + 1 }, (_, i) => rows.slice(0, i).flat().length),
  others: Int32Array.from(rows.flat(), ([other]) => other),
  weights: Float32Array.from(rows.flat(), ([, weight]) => weight),
});

describe("affinityPairs", () => {
  it("adds both directions and all graphs, and leaves out links of a point with itself; worked by hand", () => {
    const near = graphOf([
      [
        [1, 0.5],
        [0, 9],
        [2, 1],
      ],
      [[0, 0.25]],
      [[1, 0.5]],
    ]);
    const far = graphOf([[], [[2, 0.25]], []]);
    const { starts, others, weights } = affinityPairs({ graph: near, share: 1 }, { graph: far, share: 2 });
    // 0–1: 0.5 + 0.25; 0–2: 1; 1–2: 0.5 + 2 · 0.25. Together 2.75, scaled to one half.
    expect([...starts]).toEqual([0, 2, 3, 3]);
    expect([...others]).toEqual([1, 2, 2]);
    expectClose(weights, [0.75 / 5.5, 1 / 5.5, 1 / 5.5], { abs: 1e-7 });
  });

  it("gives every pair once, all together one half", () => {
    const link = fc.tuple(fc.nat(4), fc.double({ min: 0.1, max: 1, noNaN: true }));
    const rows = fc.array(fc.array(link, { maxLength: 6 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const parts = [a, b].map((side) => ({ graph: graphOf(side), share: 0.5 }));
        const expected = new Map<string, number>();
        [...a.entries(), ...b.entries()].forEach(([i, row]) => {
          for (const [j, weight] of row) {
            const pair = `${Math.min(i, j)} ${Math.max(i, j)}`;
            if (i !== j) expected.set(pair, (expected.get(pair) ?? 0) + weight);
          }
        });
        fc.pre(expected.size > 0);
        const sum = [...expected.values()].reduce((x, y) => x + y);
        const { starts, others, weights } = affinityPairs(...parts);
        const found = [0, 1, 2, 3, 4].flatMap((i) =>
          [...others.subarray(starts[i], starts[i + 1])].map((j) => `${i} ${j}`),
        );
        expect(found.toSorted()).toEqual([...expected.keys()].sort());
        found.forEach((pair, at) => expect(weights[at]).toBeCloseTo(expected.get(pair)! / sum / 2, 5));
      }),
    );
  });
});
