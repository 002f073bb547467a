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

describe.each([2, 3])("the end of t-SNE in %i-D", (dim) => {
  it("moves points by the forces that a sum over all pairs gives", () => {
    const start = pca(points, N, D, dim).scores.map((x) => x * 2);
    const options = {
      theta: 0.01,
      nExaggerated: 0,
      earlyPace: 1,
      maxIterations: 0,
      tolerance: 1e-3,
      nSettling: 1,
    };
    const moved = kernels.tsne(start, dim, pairs, options).coordinates;
    const expected = settledOnce(start, dim, pairs);
    for (let at = 0; at < N * dim; at++) expect(moved[at]).toBeCloseTo(expected[at]!, 3);
    expect(Math.max(...expected.map((x, at) => Math.abs(x - start[at]!)))).toBeGreaterThan(0.05);
  });
});

/** One step from rest, all pairs one by one: w = 1 / (1 + d² / ν), pulls p · w^1.5, pushes q · w^1.5 / Z, q = w^((ν + 1) / 2). */
function settledOnce(
  start: Float32Array,
  dim: number,
  { starts, others, weights }: AffinityPairs,
): Float64Array {
  const nu = dim === 2 ? 1 : 7 / 4;
  const axes = Array.from({ length: dim }, (_, axis) => axis);
  const difference = (i: number, j: number): number[] =>
    axes.map((axis) => start[i * dim + axis]! - start[j * dim + axis]!);
  const weightOf = (gap: number[]): number => 1 / (1 + gap.reduce((sum, x) => sum + x * x, 0) / nu);
  const [pushes, pulls] = [new Float64Array(N * dim), new Float64Array(N * dim)];
  let z = 0;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) {
      if (i === j) continue;
      const gap = difference(i, j);
      const w = weightOf(gap);
      z += w ** ((nu + 1) / 2);
      for (const [axis, x] of gap.entries()) pushes[i * dim + axis]! += w ** ((nu + 1) / 2) * w ** 1.5 * x;
    }
    for (let pair = starts[i]!; pair < starts[i + 1]!; pair++) {
      const j = others[pair]!;
      const gap = difference(i, j);
      for (const [axis, x] of gap.entries()) {
        const pull = weights[pair]! * weightOf(gap) ** 1.5 * x;
        pulls[i * dim + axis]! += pull;
        pulls[j * dim + axis]! -= pull;
      }
    }
  }
  // From rest a gain falls from 1 to 0.8; the rate is n / 3.
  const moved = Float64Array.from(start, (x, at) => x - 0.8 * (N / 3) * (pulls[at]! - pushes[at]! / z));
  const mean = axes.map((axis) => moved.reduce((sum, x, at) => sum + (at % dim === axis ? x / N : 0), 0));
  return moved.map((x, at) => x - mean[at % dim]!);
}
