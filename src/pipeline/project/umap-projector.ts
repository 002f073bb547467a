import { fuzzyUnion } from "#math/neighbor-graph.ts";
import { fitUmapCurve } from "#math/umap-curve.ts";
import { pcaStart, type Projector } from "./projector.ts";

/** UMAP (McInnes et al. 2018) by our kernels. Started from the PCA, not spectrally: it keeps the large order of things. */
export const umapProjector: Projector = {
  method: "umap",
  prepare: ({ n, pca, neighbors, kernels, options, seed }) => {
    const nEpochs = options.epochs ?? epochsFor(n);
    // The point itself counts as one of nNeighbors, as in umap-learn.
    const k = Math.min(options.nNeighbors - 1, neighbors.k);
    const edges = fuzzyUnion(neighbors, kernels.fuzzySet(neighbors, k), k, 1 / nEpochs);
    const layout = { nEpochs, ...fitUmapCurve(options.minDist), seed };
    return (dim) => kernels.umapLayout(pcaStart(pca, dim, 10), dim, edges, layout);
  },
};

/**
 * umap-learn runs 500 below 10,000 points and 200 above. Measured against it on a head of 4,000 points (trustworthiness in
 * 2-D 0.959, recall of neighbors 0.495): 150 give 0.954 and 0.486, 300 give 0.960 and 0.497. Few points need more.
 */
function epochsFor(n: number): number {
  if (n < 2000) return 500;
  return n < 10_000 ? 300 : 200;
}
