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
