import { affinityPairs } from "#math/neighbor-graph.ts";
import { pcaStart, type Projector } from "./projector.ts";

/** Measured on real heads: coarser cells and an earlier stop change the divergence by a few percent, finer ones double the time. */
const LAYOUT = { theta: 0.7, nExaggerated: 100, maxIterations: 750, tolerance: 0.005 };

/** t-SNE (van der Maaten 2014) by our kernels, run until it has converged instead of for a fixed count. */
export const tsneProjector: Projector = {
  method: "tsne",
  project: ({ pca, neighbors, kernels, options }, dim) => {
    const k = Math.min(Math.ceil(options.perplexity * 3), neighbors.k);
    const perplexity = Math.min(options.perplexity, k / 3);
    const pairs = affinityPairs(neighbors, kernels.perplexityWeights(neighbors, k, perplexity), k);
    return kernels.tsne(pcaStart(pca, dim, 1e-4), dim, pairs, LAYOUT).coordinates;
  },
};
