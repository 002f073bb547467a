import { affinityPairs } from "#math/neighbor-graph.ts";
import { AFFINITY_OPTIONS } from "../affinity-options.ts";
import { projector } from "../projector.ts";
import { TSNE_REACH, tsneLayout } from "./tsne.ts";

/**
 * Share of the attraction that comes from similarity; the rest comes from the links. Measured over the heads of the embedded
 * models: with less the map forgets how queries, and keys, resemble each other (trustworthiness 0.77 to 0.89 with none, for
 * 0.91 to 0.96); with more, linked points part (the most attended key among the three nearest for 0.69 to 0.75 of all
 * queries at 0.7, for 0.85 to 0.87).
 */
const NEAR_SHARE = 0.455;
const FEW_POINTS = 1000;
/**
 * Links are far stronger than similarities. Exaggerated as t-SNE's, they draw nearly all points into one place, where each
 * repels each for long, and the way out of it is by chance. Measured over all 48 heads of the embedded models, against 12
 * times at a quarter of the pace: trustworthiness is higher by 0.009 in 2-D and 0.011 in 3-D on average, continuity by 0.016
 * and 0.014, and no map loses more than 0.0016 of either. The most attended key is among the three nearest for 0.000 more
 * and 0.003 fewer of all queries. Of a single head it is up to 0.05 more or fewer, as it is from one start to another.
 */
const EXAGGERATION = 2;
const EARLY_PACE = 0.5;

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
      const early = { exaggeration: EXAGGERATION, earlyPace: EARLY_PACE };
      const layout = { ...tsneLayout(n, dim, iterations, FEW_POINTS), ...early };
      return kernels.tsne(start(dim, TSNE_REACH), dim, pairs, layout).coordinates;
    };
  },
});
