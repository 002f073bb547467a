import { fuzzyUnion } from "#math/neighbor-graph.ts";
import { fitUmapCurve } from "#math/umap-curve.ts";
import { pcaStart, type Projector } from "./projector.ts";

/** UMAP (McInnes et al. 2018) by our kernels. Started from the PCA, not spectrally: it keeps the large order of things. */
export const umapProjector: Projector = {
  method: "umap",
  prepare: ({ pca, neighbors, kernels, options, seed }) => {
    const nEpochs = options.epochs;
    // The point itself counts as one of nNeighbors, as in umap-learn.
    const k = Math.min(options.nNeighbors - 1, neighbors.k);
    const edges = fuzzyUnion(neighbors, kernels.fuzzySet(neighbors, k), k, 1 / nEpochs);
    const layout = { nEpochs, ...fitUmapCurve(options.minDist), seed };
    return (dim) => kernels.umapLayout(pcaStart(pca, dim, 10), dim, edges, layout);
  },
};
