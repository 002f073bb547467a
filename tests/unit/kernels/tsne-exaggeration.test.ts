import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Kernels } from "#math/kernels.ts";
import { affinityPairs, neighborLinks } from "#math/neighbor-graph.ts";
import { seededRandom } from "#math/random.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const [N, D, K] = [200, 6, 45];
const random = seededRandom(4);
const points = Float32Array.from({ length: N * D }, () => random() + random() - 1);
const neighbors = kernels.nearestNeighbors(points, N, D, K, "cosine");
const weights = kernels.perplexityWeights(neighbors, K, 15);
const pairs = affinityPairs({ graph: neighborLinks(neighbors, weights, K), share: 1 });

describe.each([2, 3])("exaggeration in %i-D", (dim) => {
  // In pairs opposite each other: its middle is 0, to which every map is moved.
  const half = Float32Array.from({ length: (N / 2) * dim }, () => random() - 0.5);
  const start = Float32Array.from([...half, ...half.map((x) => -x)]);
  const moves = (early: { exaggeration?: number; earlyPace?: number }): Float32Array => {
    const once = { theta: 0.3, nExaggerated: 1, maxIterations: 1, tolerance: 0.02, nSettling: 0 };
    const { coordinates } = kernels.tsne(start, dim, pairs, { ...once, earlyPace: 1, ...early });
    return coordinates.map((x, at) => x - start[at]!);
  };
  const furthest = (of: Float32Array): number => of.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

  it("multiplies the pull alone: the first step grows by as much for each time", () => {
    const [none, once, five] = [0, 1, 5].map((exaggeration) => moves({ exaggeration })) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const pull = once.map((x, at) => x - none[at]!);
    const gap = five.map((x, at) => x - none[at]! - 5 * pull[at]!);
    expect(furthest(pull)).toBeGreaterThan(0.1);
    expect(furthest(gap)).toBeLessThan(1e-3 * furthest(pull));
  });

  it("is twelve times, if nothing is said", () => {
    expect(moves({})).toEqual(moves({ exaggeration: 12 }));
  });

  it("at half the pace is half the step", () => {
    const [whole, slow] = [moves({ exaggeration: 2 }), moves({ exaggeration: 2, earlyPace: 0.5 })];
    expect(furthest(whole.map((x, at) => x - 2 * slow[at]!))).toBeLessThan(1e-4 * furthest(whole));
  });
});
