/** Stage 6: all maps of one head, from one neighbor graph and one PCA. */
import type { Dim, Method, Projection } from "#atlas/method.ts";
import type { Kernels } from "#math/kernels.ts";
import type { Neighbors } from "#math/neighbors/neighbors.ts";
import { neighborLinks, type WeightedGraph } from "#math/neighbor-graph.ts";
import { pca, type Pca } from "#math/pca.ts";
import { turnTo } from "#math/procrustes.ts";
import type { Given, Layout, OptionValues, Projector, Shared } from "#projections/projector.ts";
import { findProjector, ownOptions, PROJECTORS, type ProjectionOptions } from "#projections/projections.ts";
import { N_ORIENTATION } from "./orientation.ts";

export interface HeadProjections {
  readonly maps: readonly { readonly projection: Projection; readonly coordinates: Float32Array }[];
  readonly neighbors: Neighbors;
}

/** Fewer points do not have 15 neighbors to compare. */
export const LEAST_POINTS = 17;
/** Enough neighbors for the measures, whatever the methods need. */
const LEAST_NEIGHBORS = 15;
/** Where comparing all pairs of points takes more than finding nearly all neighbors. */
const MANY_POINTS = 16_000;
/** Affinities reach as far as three times their perplexity, as in van der Maaten's own t-SNE. */
const REACH_OF_PERPLEXITY = 3;
const OWN_SHARE = 0.01;

/** The input of a head's maps. */
export interface ProjectHeadInput {
  /** Row-major [n, d]; n at least LEAST_POINTS. */
  readonly points: Float32Array;
  readonly n: number;
  readonly d: number;
  /** Over the same points; what the method `attention` lays out. */
  readonly attentionLinks: WeightedGraph;
  /** Row-major [n, N_ORIENTATION]: what the points have in every head alike. Left out, maps lie as the PCA does. */
  readonly orientation?: Float32Array;
  readonly projections: readonly Projection[];
  readonly options: ProjectionOptions;
  readonly kernels: Kernels;
  readonly seed: number;
  /** The table of projectors, if not another. */
  readonly projectors?: readonly Projector[];
}

/**
 * Projects points by their neighborhood in the metric asked for. All maps are turned to agree with the PCA of the same
 * number of axes, and that with the orientation: switching between methods, dimensions or heads does not spin the picture.
 */
export function projectHead(input: ProjectHeadInput): HeadProjections {
  const { points, n, d, options, kernels, orientation, projectors = PROJECTORS } = input;
  const methods = [...new Set(input.projections.map(({ method }) => method))];
  const own = methods.map((method) => {
    const projector = findProjector(projectors, method, options.engine);
    return { method, projector, values: ownOptions(projector, options) };
  });
  const nNeighbors = own.map(({ projector, values }) => neighborsNeeded(projector, values));
  const k = Math.min(Math.max(LEAST_NEIGHBORS, ...nNeighbors), n - 1);
  const search = n < MANY_POINTS ? "nearestNeighbors" : "nearlyAllNeighbors";
  const neighbors = kernels[search](points, n, d, k, options.metric);
  const components = pca(points, n, d, Math.min(3, d));
  const affinities = affinitiesOf(neighbors, kernels);
  const layouts = new Map<Method, Layout>();
  for (const { method, projector, values } of own) {
    const given = { ...input, neighbors, components, affinities };
    layouts.set(method, projector.prepare(answersTo(projector, values, given), values));
  }
  const maps = input.projections.map((projection) => {
    const { method, dim } = projection;
    const coordinates = layouts.get(method)!(dim);
    return { projection, coordinates: turnTo(coordinates, turnedPca(components, dim, orientation), dim) };
  });
  return { maps, neighbors };
}

function neighborsNeeded({ needs }: Projector, values: OptionValues): number {
  const perplexity = needs.affinities?.(values) ?? 0;
  return Math.max(needs.neighbors?.(values) ?? 0, Math.ceil(perplexity * REACH_OF_PERPLEXITY));
}

interface Found extends ProjectHeadInput {
  readonly neighbors: Neighbors;
  readonly components: Pca;
  readonly affinities: (perplexity: number) => WeightedGraph;
}

/** What this projector is given: what all are, and what it says that it needs. */
function answersTo(
  { needs }: Projector,
  values: OptionValues,
  { n, d, points, attentionLinks, neighbors, components, affinities, kernels, seed }: Found,
): Given & Partial<Shared[keyof Shared]> {
  const perplexity = needs.affinities?.(values);
  return {
    n,
    kernels,
    seed,
    start: (dim, reach) => pcaStart(components, dim, reach),
    ...(needs.points ? { points, d } : {}),
    ...(needs.neighbors ? { neighbors } : {}),
    ...(perplexity === undefined ? {} : { affinities: affinities(perplexity) }),
    ...(needs.attentionLinks ? { attentionLinks } : {}),
  };
}

/** t-SNE's affinities of near points at a perplexity: those that several methods ask for are made once. */
function affinitiesOf(neighbors: Neighbors, kernels: Kernels): (perplexity: number) => WeightedGraph {
  const made = new Map<number, WeightedGraph>();
  return (perplexity) => {
    const k = Math.min(Math.ceil(perplexity * REACH_OF_PERPLEXITY), neighbors.k);
    const graph =
      made.get(perplexity) ??
      neighborLinks(
        neighbors,
        kernels.perplexityWeights(neighbors, k, Math.min(perplexity, k / REACH_OF_PERPLEXITY)),
        k,
      );
    made.set(perplexity, graph);
    return graph;
  };
}

/** The first `dim` principal components, scaled so that the largest coordinate is `reach`: the start of every layout. */
function pcaStart({ scores, nComponents }: Pca, dim: Dim, reach: number): Float32Array {
  const n = scores.length / nComponents;
  const start = new Float32Array(n * dim);
  let largest = 1e-12;
  for (let i = 0; i < start.length; i++) {
    start[i] = scores[Math.floor(i / dim) * nComponents + (i % dim)] ?? 0;
    largest = Math.max(largest, Math.abs(start[i]!));
  }
  return start.map((x) => (x / largest) * reach);
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
