import { UMAP } from "umap-js";
import type { Dim } from "#atlas/method.ts";
import { seededRandom } from "#math/random.ts";
import { projector, type Given, type OptionsOf, type Shared } from "../projector.ts";
import { UMAP_OPTIONS } from "../umap-options.ts";

/** UMAP by umap-js, with our neighbors, PCA start and seed handed in: a second opinion, many times slower. */
export const umapJsProjector = projector({
  method: "umap",
  engine: "umap-js",
  options: UMAP_OPTIONS,
  needs: { points: true, neighbors: ({ nNeighbors }) => nNeighbors },
  prepare: (given, options) => (dim) => layOut(given, options, dim),
});

function layOut(
  { points, n, d, start, neighbors, seed }: Given & Shared["points"] & Shared["neighbors"],
  { nNeighbors, minDist, epochs }: OptionsOf<typeof UMAP_OPTIONS>,
  dim: Dim,
): Float32Array {
  const nEpochs = epochs ?? 200;
  const umap = new UMAP({
    nComponents: dim,
    nNeighbors,
    minDist,
    random: seededRandom(seed),
    nEpochs,
  });
  const rows = Array.from({ length: n }, (_, i) => Array.from(points.subarray(i * d, (i + 1) * d)));
  const k = Math.min(nNeighbors - 1, neighbors.k);
  const slots = (i: number): number[] => Array.from({ length: k }, (_, slot) => i * neighbors.k + slot);
  umap.setPrecomputedKNN(
    rows.map((_, i) => [i, ...slots(i).map((at) => neighbors.indices[at]!)]),
    rows.map((_, i) => [0, ...slots(i).map((at) => neighbors.distances[at]!)]),
  );
  umap.initializeFit(rows);
  const from = start(dim, 10);
  // The start is umap-js's own array: overwritten in place, since it takes none from outside.
  umap.getEmbedding().forEach((row, i) => {
    for (let axis = 0; axis < dim; axis++) row[axis] = from[i * dim + axis]!;
  });
  for (let epoch = 0; epoch < nEpochs; epoch++) umap.step();
  return Float32Array.from(umap.getEmbedding().flat());
}
