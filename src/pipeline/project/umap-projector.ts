import { groupEdges } from "#math/edge-groups.ts";
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
    const pairs = fuzzyUnion(neighbors, kernels.fuzzySet(neighbors, k), k);
    const edges = groupEdges(pairs, n, nEpochs, seed);
    const layout = { nEpochs, ...fitUmapCurve(options.minDist), seed };
    return (dim) => kernels.umapLayout(pcaStart(pca, dim, 10), dim, edges, layout);
  },
};

/**
 * umap-learn runs 500 below 10,000 points and 200 above. Measured against it on heads of tiny-bert, recall of the nearest
 * neighbors in 2-D and 3-D: 5,054 points, 0.462 and 0.489 there, 0.461 and 0.490 with 200, 0.454 and 0.487 with 150;
 * 10,000 points, 0.511 and 0.543 there, 0.515 and 0.545 with 150. Trustworthiness does not differ by more than 0.001.
 */
function epochsFor(n: number): number {
  if (n < 2000) return 300;
  return n < 10_000 ? 200 : 150;
}
