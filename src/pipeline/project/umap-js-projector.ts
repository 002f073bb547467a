import { UMAP } from "umap-js";
import type { Dim } from "#atlas/method.ts";
import { seededRandom } from "#math/random.ts";
import { pcaStart, type ProjectionInput, type Projector } from "./projector.ts";

/** UMAP by umap-js, with our neighbors, PCA start and seed handed in: a second opinion, many times slower. */
export const umapJsProjector: Projector = {
  method: "umap",
  prepare: (input) => (dim) => layOut(input, dim),
};

function layOut({ points, n, d, pca, neighbors, options, seed }: ProjectionInput, dim: Dim): Float32Array {
  const { nNeighbors, minDist } = options;
  const epochs = options.epochs ?? 200;
  const umap = new UMAP({
    nComponents: dim,
    nNeighbors,
    minDist,
    random: seededRandom(seed),
    nEpochs: epochs,
  });
  const rows = Array.from({ length: n }, (_, i) => Array.from(points.subarray(i * d, (i + 1) * d)));
  const k = Math.min(nNeighbors - 1, neighbors.k);
  const slots = (i: number): number[] => Array.from({ length: k }, (_, slot) => i * neighbors.k + slot);
  umap.setPrecomputedKNN(
    rows.map((_, i) => [i, ...slots(i).map((at) => neighbors.indices[at]!)]),
    rows.map((_, i) => [0, ...slots(i).map((at) => neighbors.distances[at]!)]),
  );
  umap.initializeFit(rows);
  const start = pcaStart(pca, dim, 10);
  // The start is umap-js's own array: overwritten in place, since it takes none from outside.
  umap.getEmbedding().forEach((row, i) => {
    for (let axis = 0; axis < dim; axis++) row[axis] = start[i * dim + axis]!;
  });
  for (let epoch = 0; epoch < epochs; epoch++) umap.step();
  return Float32Array.from(umap.getEmbedding().flat());
}
