import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attentionGraph } from "#math/attention-graph.ts";
import { attentionPattern } from "#math/attention-pattern.ts";
import { Kernels } from "#math/kernels.ts";
import type { WeightedGraph } from "#math/neighbor-graph.ts";
import { seededRandom } from "#math/random.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const dHead = 4;
const starts = Uint32Array.of(0, 9, 20);
const shape = { nTokens: 20, dHead };

function head(seed: number, isCausal: boolean) {
  const random = seededRandom(seed);
  const cloud = (): Float32Array => Float32Array.from({ length: 20 * dHead }, () => 4 * random() - 2);
  const [q, k] = [cloud(), cloud()];
  return { q, k, patterns: { starts, weights: patternsOf(q, k, isCausal), isCausal } };
}

function patternsOf(q: Float32Array, k: Float32Array, isCausal: boolean): Float32Array {
  const parts = [0, 1].flatMap((s) => {
    const [start, end] = [starts[s]! * dHead, starts[s + 1]! * dHead];
    const size = { nTokens: (end - start) / dHead, dHead, isCausal };
    return [...attentionPattern(q.subarray(start, end), k.subarray(start, end), size)];
  });
  return Float32Array.from(parts);
}

function row({ starts: at, others, weights }: WeightedGraph, point: number): Map<number, number> {
  const links = new Map<number, number>();
  for (let i = at[point]!; i < at[point + 1]!; i++)
    links.set(others[i]!, (links.get(others[i]!) ?? 0) + weights[i]!);
  return links;
}

describe("attentionGraph", () => {
  it("links a query most strongly to the key it attends to most, worked by hand", () => {
    // Two tokens; query 0 attends to key 1 alone, query 1 to key 0 alone.
    const q = Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0);
    const k = Float32Array.of(0, 9, 0, 0, 9, 0, 0, 0);
    const patterns = {
      starts: Uint32Array.of(0, 2),
      weights: Float32Array.of(0, 1, 1, 0),
      isCausal: false,
    };
    const graph = attentionGraph(q, k, { nTokens: 2, dHead }, patterns, kernels);
    expect(row(graph, 0).get(3)).toBeGreaterThan(0.75);
    expect(row(graph, 1).get(2)).toBeGreaterThan(0.75);
    expect([...row(graph, 0).keys()].every((other) => other >= 2)).toBe(true);
    expect([...row(graph, 2).keys()].every((other) => other < 2)).toBe(true);
  });

  describe("worked by hand", () => {
    // All queries are 0, so that no key of another place is better than the next: each gets its share of a quarter.
    const third = 0.25 / 3;
    const [zeros, keys] = [new Float32Array(3), Float32Array.of(1, 2, 3)];
    const links = (graph: WeightedGraph, point: number): [number, number][] =>
      [...row(graph, point)]
        .sort(([a], [b]) => a - b)
        .map(([other, weight]) => [other, Number(weight.toFixed(6))]);
    const rounded = (...pairs: [number, number][]): [number, number][] =>
      pairs.map(([other, weight]) => [other, Number(weight.toFixed(6))]);

    it("shows a query of a causal head its own key and those before it, and a key the queries from its own on", () => {
      const patterns = {
        starts: Uint32Array.of(0, 3),
        // What stands right of the diagonal is not read.
        weights: Float32Array.of(1, 0.9, 0.9, 0.9, 0.1, 0.9, 0, 0.25, 0.75),
        isCausal: true,
      };
      const graph = attentionGraph(zeros, keys, { nTokens: 3, dHead: 1 }, patterns, kernels);
      expect(links(graph, 0)).toEqual(rounded([3, 0.75 + third]));
      expect(links(graph, 1)).toEqual(rounded([3, 0.675 + third], [4, 0.075 + third]));
      expect(links(graph, 2)).toEqual(rounded([3, third], [4, 0.1875 + third], [5, 0.5625 + third]));
      expect(links(graph, 3)).toEqual(rounded([0, third], [1, third], [2, third]));
      expect(links(graph, 4)).toEqual(rounded([1, third], [2, third]));
      expect(links(graph, 5)).toEqual(rounded([2, third]));
      // A weight of 0 is no link.
      expect([...graph.starts]).toEqual([0, 2, 6, 11, 14, 16, 17]);
      expect([graph.others.length, graph.weights.length]).toEqual([17, 17]);
    });

    it("links across sequences whatever comes first", () => {
      const patterns = {
        starts: Uint32Array.of(0, 2, 3),
        weights: Float32Array.of(1, 0, 0.5, 0.5, 1),
        isCausal: true,
      };
      const graph = attentionGraph(zeros, keys, { nTokens: 3, dHead: 1 }, patterns, kernels);
      expect(links(graph, 0)).toEqual(rounded([3, 0.75 + third], [5, third]));
      expect(links(graph, 1)).toEqual(rounded([3, 0.375 + third], [4, 0.375 + third], [5, third]));
      expect(links(graph, 2)).toEqual(rounded([3, third], [4, third], [5, 0.75 + third]));
      expect(links(graph, 3)).toEqual(rounded([0, third], [1, third], [2, third]));
      expect(links(graph, 4)).toEqual(rounded([1, third], [2, third]));
      expect(links(graph, 5)).toEqual(rounded([0, third], [1, third], [2, third]));
    });

    it("counts keys of cross-attention on their own", () => {
      const patterns = {
        starts: Uint32Array.of(0, 1, 2),
        keyStarts: Uint32Array.of(0, 1, 3),
        weights: Float32Array.of(1, 0.2, 0.8),
        isCausal: false,
      };
      // Query 0 fits the last key best, query 1 the first; with two queries each has two keys across.
      const shape2 = { nTokens: 2, nKeys: 3, dHead: 1 };
      const graph = attentionGraph(
        Float32Array.of(1, -1),
        Float32Array.of(-3, 0, 3),
        shape2,
        patterns,
        kernels,
      );
      const near = (point: number): [number, number][] =>
        links(graph, point).map(([o, w]) => [o, Number(w.toFixed(2))]);
      const eighth = 0.13;
      expect(near(0).map(([other]) => other)).toEqual([2, 3, 4]);
      expect(near(0)[0]).toEqual([2, 0.75]);
      expect(near(1).map(([other]) => other)).toEqual([2, 3, 4]);
      expect(row(graph, 1).get(3)).toBeCloseTo(0.15 + 0.125, 2);
      expect(near(1)[2]).toEqual([4, 0.6]);
      for (const key of [2, 3, 4]) expect(near(key).map(([other]) => other)).toEqual([0, 1]);
      expect(Math.abs(row(graph, 2).get(0)! - eighth)).toBeLessThan(0.01);
      expect(() =>
        attentionGraph(new Float32Array(2), new Float32Array(2), shape2, patterns, kernels),
      ).toThrow("k: expected 3 numbers, received 2.");
    });
  });

  /** Links of a row as they stand, the first ones those of its own sequence. */
  const raw = ({ starts: at, others, weights }: WeightedGraph, point: number) => ({
    others: [...others.subarray(at[point], at[point + 1])],
    weights: [...weights.subarray(at[point], at[point + 1])],
  });

  it("keeps the eight strongest keys of a query, strongest first, sharpened to two", () => {
    const n = 10;
    const order = [3, 9, 1, 5, 10, 2, 8, 4, 7, 6];
    const sharp = [0.91, ...new Array<number>(n - 1).fill(0.01)];
    const alike = new Array<number>(n * (n - 2)).fill(0.1);
    const weights = Float32Array.from([...order.map((x) => x / 55), ...sharp, ...alike]);
    const patterns = { starts: Uint32Array.of(0, n), weights, isCausal: false };
    const size = { nTokens: n, dHead: 1 };
    const graph = attentionGraph(new Float32Array(n), new Float32Array(n), size, patterns, kernels);
    const first = raw(graph, 0);
    expect(first.others.slice(0, 8)).toEqual([4, 1, 6, 8, 9, 3, 7, 0].map((key) => n + key));
    const own = first.weights.slice(0, 8).map((weight) => weight / 0.75);
    expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(Math.exp(own.reduce((sum, p) => sum - p * Math.log(p), 0))).toBeCloseTo(2, 3);
    expect(first.others).toHaveLength(8 + n);
    // A sharp row keeps its shares of what is kept, whatever the row before had left over.
    const second = raw(graph, 1).weights.slice(0, 8);
    expectClose(
      second.map((weight) => weight / 0.75),
      [0.91 / 0.98, ...new Array<number>(7).fill(0.01 / 0.98)],
      { abs: 1e-5 },
    );
    // Of keys that are alike the first.
    expect(raw(graph, 2).others.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((key) => n + key));
    for (const weight of raw(graph, 2).weights.slice(0, 8)) expect(weight).toBeCloseTo(0.75 / 8, 6);
  });

  it("links across to fifteen, by a softmax of the products with the perplexity of five", () => {
    const n = 20;
    const { q, k } = head(11, false);
    const patterns = {
      starts: Uint32Array.from({ length: n + 1 }, (_, i) => i),
      weights: new Float32Array(n).fill(1),
      isCausal: false,
    };
    const graph = attentionGraph(q, k, shape, patterns, kernels);
    const mean = [0, 1, 2, 3].map((axis) => k.reduce((sum, x, i) => sum + (i % 4 === axis ? x / n : 0), 0));
    const product = (query: number, key: number): number =>
      mean.reduce((sum, m, axis) => sum + q[query * 4 + axis]! * (k[key * 4 + axis]! - m), 0);
    for (let point = 0; point < 2 * n; point++) {
      const isQuery = point < n;
      const { others, weights } = raw(graph, point);
      const [partners, shares] = isQuery ? [others.slice(1), weights.slice(1)] : [others, weights];
      expect(partners).toHaveLength(15);
      const scores = partners.map((other) =>
        isQuery ? product(point, other - n) : product(other, point - n),
      );
      const all = Array.from({ length: n }, (_, i) => (isQuery ? product(point, i) : product(i, point - n)));
      expectClose(scores, all.toSorted((a, b) => b - a).slice(0, 15), { abs: 1e-4 });
      const p = shares.map((share) => share / 0.25);
      expect(Math.exp(p.reduce((sum, x) => sum - x * Math.log(x), 0))).toBeCloseTo(5, 2);
      const heat = (at: number): number => Math.log(p[0]! / p[at]!) / (scores[0]! - scores[at]!);
      if (p[3]! > 1e-4) expect(heat(3)).toBeCloseTo(heat(1), 1);
    }
  });

  it("links across to all keys where there are fewer than five, as widely as their number allows and no more", () => {
    // Three keys: a perplexity of three is reached before weights are quite even.
    const [q, k] = [Float32Array.of(1, 2, 4), Float32Array.of(1, 0, -1)];
    const patterns = {
      starts: Uint32Array.of(0, 3),
      weights: new Float32Array(9).fill(1 / 3),
      isCausal: false,
    };
    const graph = attentionGraph(q, k, { nTokens: 3, dHead: 1 }, patterns, kernels);
    // Scores fall by one, two and four from key to key.
    const distances = Float32Array.from([1, 2, 4].flatMap((x) => [0, Math.sqrt(x), Math.sqrt(2 * x)]));
    const weights = kernels.perplexityWeights({ n: 3, k: 3, indices: new Int32Array(9), distances }, 3, 3);
    for (let query = 0; query < 3; query++) {
      const { weights: found } = raw(graph, query);
      expect(found.slice(-3)).toEqual([0, 1, 2].map((i) => weights[query * 3 + i]! * 0.25));
      expect(found.at(-3) / found.at(-1)).toBeGreaterThan(1.001);
    }
  });

  it("never links a query of a causal head to a later key of its sequence", () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const { q, k, patterns } = head(seed, true);
        const graph = attentionGraph(q, k, shape, patterns, kernels);
        const isHidden = (query: number, key: number): boolean => key > query && query < 9 === key < 9;
        for (let token = 0; token < 20; token++) {
          for (const other of row(graph, token).keys()) expect(isHidden(token, other - 20)).toBe(false);
          for (const other of row(graph, 20 + token).keys()) expect(isHidden(other, token)).toBe(false);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("stays the same when every key moves by the same vector", () => {
    const { q, k, patterns } = head(7, false);
    const before = attentionGraph(q, k, shape, patterns, kernels);
    const moved = k.map((x, i) => x + [2, -1, 0.5, 3][i % dHead]!);
    const after = attentionGraph(q, moved, shape, patterns, kernels);
    expect(after.others).toEqual(before.others);
    expectClose(after.weights, before.weights, { abs: 1e-3 });
  });

  it("gives every query a row of weight 1, and every key a quarter", () => {
    const { q, k, patterns } = head(3, false);
    const graph = attentionGraph(q, k, shape, patterns, kernels);
    for (let point = 0; point < 40; point++) {
      const sum = [...row(graph, point).values()].reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(point < 20 ? 1 : 0.25, 4);
    }
  });

  it("refuses vectors of another number", () => {
    const { q, k, patterns } = head(1, false);
    expect(() => attentionGraph(q.subarray(4), k, shape, patterns, kernels)).toThrow(
      "q: expected 80 numbers, received 76.",
    );
  });
});
