/** Every kernel on one made input, as hashes: what must be the same on every machine and every engine. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { groupEdges } from "#math/edge-groups.ts";
import { Kernels } from "#math/kernels.ts";
import { affinityPairs, fuzzyUnion, neighborLinks } from "#math/neighbor-graph.ts";
import { seededRandom } from "#math/random.ts";

const [n, d] = [300, 10];

export function kernelHashes(): Record<string, string> {
  // + − × only: what goes in must be the same on every machine, so that what comes out can be told by its hash.
  const random = seededRandom(12);
  const points = Float32Array.from(
    { length: n * d },
    (_, i) => random() + random() - 1 + (Math.floor(i / d) % 5),
  );
  const kernels = new Kernels(
    new WebAssembly.Module(readFileSync(new URL("../../src/kernels/kernels.wasm", import.meta.url))),
  );
  const cosine = kernels.nearestNeighbors(points, n, d, 45, "cosine");
  const euclidean = kernels.nearestNeighbors(points, n, d, 15, "euclidean");
  const dots = kernels.highestDots(points.subarray(0, 20 * d), points, d, 7);
  const fuzzy = kernels.fuzzySet(cosine, 14);
  const weights = kernels.perplexityWeights(cosine, 45, 15);
  const edges = groupEdges(fuzzyUnion(cosine, fuzzy, 14), n, 100, 3);
  const pairs = affinityPairs({ graph: neighborLinks(cosine, weights, 45), share: 1 });
  const start = (dim: number): Float32Array =>
    Float32Array.from({ length: n * dim }, (_, i) => points[Math.floor(i / dim) * d + (i % dim)]!);
  const umap = (dim: number): Float32Array =>
    kernels.umapLayout(start(dim), dim, edges, { nEpochs: 100, a: 1.5, b: 0.9, seed: 3 });
  const tsne = (dim: number): Float32Array => {
    const options = {
      theta: 0.8,
      nExaggerated: 50,
      earlyPace: 1,
      maxIterations: 200,
      tolerance: 0.01,
      nSettling: 50,
    };
    return kernels.tsne(start(dim), dim, pairs, options).coordinates;
  };
  const anchors = Int32Array.from({ length: n }, (_, i) => i);
  const wanted = Int32Array.from(
    { length: n * 5 },
    (_, i) => cosine.indices[Math.floor(i / 5) * 45 + (i % 5)]!,
  );
  const onMap = kernels.mapRanks(start(2), 2, anchors, wanted);
  return {
    cosine: hash(cosine.indices, cosine.distances),
    euclidean: hash(euclidean.indices, euclidean.distances),
    dots: hash(dots.indices, dots.dots),
    fuzzy: hash(fuzzy),
    weights: hash(weights),
    sharp: hash(kernels.sharpenRows(weights.slice(0, 45 * 20), 45, 2)),
    umap2: hash(umap(2)),
    umap3: hash(umap(3)),
    tsne2: hash(tsne(2)),
    tsne3: hash(tsne(3)),
    spaceRanks: hash(kernels.spaceRanks(points, n, d, anchors, wanted, "cosine")),
    mapRanks: hash(onMap.nearest, onMap.ranks),
  };
}

function hash(...arrays: readonly (Float32Array | Int32Array)[]): string {
  const sha = createHash("sha256");
  for (const array of arrays) sha.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return sha.digest("hex").slice(0, 16);
}
