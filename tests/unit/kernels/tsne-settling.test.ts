import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Kernels, type AffinityPairs } from "#math/kernels.ts";
import { affinityPairs, neighborLinks } from "#math/neighbor-graph.ts";
import { pca } from "#math/pca.ts";
import { seededRandom } from "#math/random.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const [N, D] = [150, 8];
const random = seededRandom(11);
const points = Float32Array.from({ length: N * D }, () => random() + random() + random() - 1.5);
const neighbors = kernels.nearestNeighbors(points, N, D, 45, "cosine");
const graph = neighborLinks(neighbors, kernels.perplexityWeights(neighbors, 45, 15), 45);
const pairs = affinityPairs({ graph, share: 1 });

describe("the end of t-SNE in 3-D", () => {
  const still = { theta: 0.01, nExaggerated: 0, maxIterations: 0, tolerance: 1e-3 };

  it("moves points by the forces that a sum over all pairs gives", () => {
    const { scores } = pca(points, N, D, 3);
    const start = scores.map((x) => x * 2);
    const moved = kernels.tsne(start, 3, pairs, { ...still, nSettling: 1 }).coordinates;
    const expected = settledOnce(start, pairs);
    for (let at = 0; at < N * 3; at++) expect(moved[at]).toBeCloseTo(expected[at]!, 3);
    expect(Math.max(...expected.map((x, at) => Math.abs(x - start[at]!)))).toBeGreaterThan(0.05);
  });

  it("does not come in 2-D", () => {
    const start = pca(points, N, D, 2).scores;
    const options = { ...still, maxIterations: 50 };
    const settled = kernels.tsne(start, 2, pairs, { ...options, nSettling: 20 });
    expect(settled).toEqual(kernels.tsne(start, 2, pairs, { ...options, nSettling: 0 }));
  });
});

/** One step from rest, all pairs one by one: w = 1 / (1 + 4 d² / 7), pulls p · w^1.5, pushes q · w^1.5 / Z, q = w^(11/8). */
function settledOnce(start: Float32Array, { starts, others, weights }: AffinityPairs): Float64Array {
  const difference = (i: number, j: number): number[] =>
    [0, 1, 2].map((axis) => start[i * 3 + axis]! - start[j * 3 + axis]!);
  const weightOf = (gap: number[]): number => 1 / (1 + (4 / 7) * gap.reduce((sum, x) => sum + x * x, 0));
  const [pushes, pulls] = [new Float64Array(N * 3), new Float64Array(N * 3)];
  let z = 0;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) {
      if (i === j) continue;
      const gap = difference(i, j);
      const w = weightOf(gap);
      z += w ** (11 / 8);
      for (const [axis, x] of gap.entries()) pushes[i * 3 + axis]! += w ** (11 / 8) * w ** 1.5 * x;
    }
    for (let pair = starts[i]!; pair < starts[i + 1]!; pair++) {
      const j = others[pair]!;
      const gap = difference(i, j);
      for (const [axis, x] of gap.entries()) {
        const pull = weights[pair]! * weightOf(gap) ** 1.5 * x;
        pulls[i * 3 + axis]! += pull;
        pulls[j * 3 + axis]! -= pull;
      }
    }
  }
  // From rest a gain falls from 1 to 0.8; the rate is n / 3.
  const moved = Float64Array.from(start, (x, at) => x - 0.8 * (N / 3) * (pulls[at]! - pushes[at]! / z));
  const mean = [0, 1, 2].map((axis) => moved.reduce((sum, x, at) => sum + (at % 3 === axis ? x / N : 0), 0));
  return moved.map((x, at) => x - mean[at % 3]!);
}
