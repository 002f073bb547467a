import type { Dim } from "#atlas/method.ts";
import type { TsneOptions } from "#math/kernels.ts";
import { affinityPairs } from "#math/neighbor-graph.ts";
import { pcaStart, type Projector } from "./projector.ts";

/**
 * Where there are few points truth is cheap; where there are more, time counts, and an atlas has many heads. Measured on
 * heads of the embedded models: at 1,000 points theta 0.8 and a tolerance of 0.02 lose 0.003 of trustworthiness in 2-D,
 * theta 1 and 0.02 lose 0.009 in 3-D; at 5,000 a tolerance of 0.005 would gain 0.001 for half as much time again.
 */
export function tsneLayout(n: number, dim: Dim, maxIterations: number): TsneOptions {
  const exact = { theta: 0.5, tolerance: dim === 2 ? 0.005 : 0.0005 };
  const quick = { theta: dim === 2 ? 0.8 : 1, tolerance: 0.02 };
  return { nExaggerated: 75, maxIterations, ...(n < FEW_POINTS ? exact : quick) };
}
const FEW_POINTS = 1000;
/** Largest coordinate of the start: so small that early exaggeration decides what goes together. */
export const TSNE_REACH = 1e-4;

/** t-SNE (van der Maaten 2014) by our kernels, run until it has converged instead of for a fixed count. */
export const tsneProjector: Projector = {
  method: "tsne",
  prepare: ({ n, pca, near, kernels, options }) => {
    const pairs = affinityPairs({ graph: near(), share: 1 });
    return (dim) =>
      kernels.tsne(pcaStart(pca, dim, TSNE_REACH), dim, pairs, tsneLayout(n, dim, options.iterations))
        .coordinates;
  },
};
