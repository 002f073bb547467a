import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Kernels } from "#math/kernels.ts";
import { affinityPairs, neighborLinks } from "#math/neighbor-graph.ts";
import { seededRandom } from "#math/random.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const [N, D, K] = [400, 6, 45];
const random = seededRandom(4);
const points = Float32Array.from({ length: N * D }, () => random() + random() - 1);
const neighbors = kernels.nearestNeighbors(points, N, D, K, "cosine");
const weights = kernels.perplexityWeights(neighbors, K, 15);
const pairs = affinityPairs({ graph: neighborLinks(neighbors, weights, K), share: 1 });
const options = {
  theta: 0.01,
  nExaggerated: 0,
  exaggeration: 1,
  maxIterations: 1,
  tolerance: 1e-3,
  nSettling: 0,
};

describe.each([2, 3])("small cells of t-SNE's map in %i-D", (dim) => {
  const start = Float32Array.from({ length: N * dim }, () => 0.8 * random() - 0.4);
  const step = (smallestSide: number): Float32Array =>
    kernels.tsne(start, dim, pairs, { ...options, smallestSide }).coordinates.map((x, at) => x - start[at]!);
  const furthest = (of: Float32Array): number => of.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

  it("push as their points do one by one, to a few hundredths", () => {
    const exact = step(0);
    const whole = step(0.316);
    expect(whole).not.toEqual(exact);
    expect(furthest(whole.map((x, at) => x - exact[at]!))).toBeLessThan(0.03 * furthest(exact));
  });

  it("are none of the map's cells where they would have to be smaller", () => {
    expect(step(1e-6)).toEqual(step(0));
  });
});
