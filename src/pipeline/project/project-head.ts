/** Stage 6: all maps of one head, from one neighbor graph and one PCA. */
import type { Dim, Method, Projection } from "#atlas/method.ts";
import type { Kernels, Neighbors } from "#math/kernels.ts";
import { neighborLinks, type WeightedGraph } from "#math/neighbor-graph.ts";
import { pca, type Pca } from "#math/pca.ts";
import { turnTo } from "#math/procrustes.ts";
import { attentionProjector } from "./attention-projector.ts";
import { N_ORIENTATION } from "./orientation.ts";
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
const OWN_SHARE = 0.01;

/** What a head's maps are made of. */
export interface ProjectHeadInput {
  /** Row-major [n, d]; n at least LEAST_POINTS. */
  readonly points: Float32Array;
  readonly n: number;
  readonly d: number;
  /** Over the same points; what the method `attention` lays out. */
  readonly links: WeightedGraph;
  /** Row-major [n, N_ORIENTATION]: what the points have in every head alike. Left out, maps lie as the PCA does. */
  readonly orientation?: Float32Array;
  readonly projections: readonly Projection[];
  readonly options: ProjectionOptions;
  readonly kernels: Kernels;
  readonly seed: number;
}

/**
 * Projects points by their neighborhood in the metric asked for. All maps are turned to agree with the PCA of the same
 * number of axes, and that with the orientation: switching between methods, dimensions or heads does not spin the picture.
 */
export function projectHead({ projections, links, orientation, ...head }: ProjectHeadInput): HeadProjections {
  const { points, n, d, options, kernels } = head;
  const wantsNear = projections.some(({ method }) => method === "tsne" || method === "attention");
  const wanted = Math.max(
    LEAST_NEIGHBORS,
    options.nNeighbors,
    wantsNear ? Math.ceil(options.perplexity * 3) : 0,
  );
  const neighbors = kernels.nearestNeighbors(points, n, d, Math.min(wanted, n - 1), options.metric);
  const components = pca(points, n, d, Math.min(3, d));
  const near = once(() => nearAffinities(neighbors, kernels, options.perplexity));
  const input = { ...head, pca: components, neighbors, near, links };
  const layouts = new Map<Method, Layout>();
  const maps = projections.map((projection) => {
    const { method, dim } = projection;
    const layOut = layouts.get(method) ?? projectorOf(method, options).prepare(input);
    layouts.set(method, layOut);
    const coordinates = turnTo(layOut(dim), turnedPca(components, dim, orientation), dim);
    return { projection, coordinates };
  });
  return { maps, neighbors };
}

/**
 * How maps are turned: the plane of the first two components agrees with the orientation as well as turning it can. Depth
 * keeps its axis, so that 3-D, from the front, looks as 2-D does.
 */
function turnedPca(components: Pca, dim: Dim, orientation: Float32Array | undefined): Float32Array {
  const goal = pcaStart(components, dim, 1);
  if (!orientation || components.nComponents < N_ORIENTATION) return goal;
  const plane = goal.filter((_, at) => at % dim < N_ORIENTATION);
  // A little of the components' own order decides where orientation say nothing.
  const wanted = plane.map((x, at) => orientation[at]! + OWN_SHARE * x);
  turnTo(plane, wanted, N_ORIENTATION).forEach((x, at) => {
    goal[Math.floor(at / N_ORIENTATION) * dim + (at % N_ORIENTATION)] = x;
  });
  return goal;
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
