import { affinityPairs } from "#math/neighbor-graph.ts";
import { AFFINITY_OPTIONS } from "../affinity-options.ts";
import { projector } from "../projector.ts";
import { TSNE_REACH, tsneLayout } from "./tsne.ts";

/**
 * Share of the attraction that comes from similarity; the rest comes from the links. Measured over the heads of the embedded
 * models: with less the map forgets how queries, and keys, resemble each other (trustworthiness 0.75 to 0.87 with none, for
 * 0.89 to 0.95); with more, linked points part (the most attended key among the three nearest for 0.70 to 0.76 of all
 * queries at 0.7, for 0.84 to 0.87).
 */
const NEAR_SHARE = 0.45;
const FEW_POINTS = 1000;
/**
 * Slower than t-SNE at first. At its pace the most attended key is among the three nearest for 0.77 to 0.86 of all queries,
 * at this one for 0.84 to 0.87.
 */
const EARLY_PACE = 0.25;

/**
 * t-SNE's layout (van der Maaten 2014) of other affinities: links mixed with t-SNE's own. A pattern is what t-SNE calls
 * p(j|i), rows that sum to 1, so it takes the place of the Gaussian without a change. Measured, on earlier weights, against
 * UMAP's layout of the same graph (recall 0.86 for 0.89, trustworthiness 0.88 for 0.92) t-SNE's, where every point repels every other, is
 * the better one.
 */
export const attentionProjector = projector({
  method: "attention",
  options: AFFINITY_OPTIONS,
  needs: { affinities: ({ perplexity }) => perplexity, attentionLinks: true },
  prepare: ({ n, start, affinities, attentionLinks, kernels }, { iterations }) => {
    const pairs = affinityPairs(
      { graph: attentionLinks, share: 1 - NEAR_SHARE },
      { graph: affinities, share: NEAR_SHARE },
    );
    return (dim) => {
      const layout = { ...tsneLayout(n, dim, iterations, FEW_POINTS), earlyPace: EARLY_PACE };
      return kernels.tsne(start(dim, TSNE_REACH), dim, pairs, layout).coordinates;
    };
  },
});
