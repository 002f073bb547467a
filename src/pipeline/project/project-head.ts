/** Stage 6: all maps of one head, from one neighbor graph and one PCA. */
import type { Method, Projection } from "#atlas/method.ts";
import type { Kernels, Neighbors } from "#math/kernels.ts";
import { neighborLinks, type WeightedGraph } from "#math/neighbor-graph.ts";
import { pca } from "#math/pca.ts";
import { turnTo } from "#math/procrustes.ts";
import { attentionProjector } from "./attention-projector.ts";
import { pcaProjector } from "./pca-projector.ts";
import { pcaStart, type ProjectionOptions, type Projector } from "./projector.ts";
import { tsneProjector } from "./tsne-projector.ts";
import { umapJsProjector } from "./umap-js-projector.ts";
import { umapProjector } from "./umap-projector.ts";

export interface HeadProjections {
  readonly maps: readonly { readonly projection: Projection; readonly coordinates: Float32Array }[];
  readonly neighbors: Neighbors;
}

/** Fewer have no 15 neighbors to compare. */
export const LEAST_POINTS = 17;
/** Enough for the neighbor measures, whatever the methods ask for. */
const LEAST_NEIGHBORS = 15;

/**
 * Projects points by their neighborhood in the metric asked for. All maps are turned to agree with the PCA of the same
 * number of axes, so that switching between methods does not spin the picture.
 *
 * @param points Row-major [n, d]; n at least LEAST_POINTS.
 * @param links Over the same points; what the method `attention` lays out.
 */
export function projectHead(
  points: Float32Array,
  n: number,
  d: number,
  links: WeightedGraph,
  projections: readonly Projection[],
  options: ProjectionOptions,
  kernels: Kernels,
  seed: number,
): HeadProjections {
  const wantsNear = projections.some(({ method }) => method === "tsne" || method === "attention");
  const wanted = Math.max(
    LEAST_NEIGHBORS,
    options.nNeighbors,
    wantsNear ? Math.ceil(options.perplexity * 3) : 0,
  );
  const neighbors = kernels.nearestNeighbors(points, n, d, Math.min(wanted, n - 1), options.metric);
  const components = pca(points, n, d, Math.min(3, d));
  const near = once(() => nearAffinities(neighbors, kernels, options.perplexity));
  const input = { points, n, d, pca: components, neighbors, near, links, kernels, options, seed };
  const layouts = new Map<Method, Layout>();
  const maps = projections.map((projection) => {
    const { method, dim } = projection;
    const layOut = layouts.get(method) ?? projectorOf(method, options).prepare(input);
    layouts.set(method, layOut);
    const coordinates = turnTo(layOut(dim), pcaStart(components, dim, 1), dim);
    return { projection, coordinates };
  });
  return { maps, neighbors };
}

type Layout = ReturnType<Projector["prepare"]>;

function nearAffinities(neighbors: Neighbors, kernels: Kernels, perplexity: number): WeightedGraph {
  const k = Math.min(Math.ceil(perplexity * 3), neighbors.k);
  const weights = kernels.perplexityWeights(neighbors, k, Math.min(perplexity, k / 3));
  return neighborLinks(neighbors, weights, k);
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function projectorOf(method: Method, options: ProjectionOptions): Projector {
  const umap = options.engine === "umap-js" ? umapJsProjector : umapProjector;
  return { attention: attentionProjector, umap, tsne: tsneProjector, pca: pcaProjector }[method];
}
