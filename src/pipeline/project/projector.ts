/** Projectors: a head's points in, coordinates out. They do not know that points are queries and keys. */
import type { Dim, Method } from "#atlas/method.ts";
import type { Kernels, Metric, Neighbors } from "#math/kernels.ts";
import type { WeightedGraph } from "#math/neighbor-graph.ts";
import type { Pca } from "#math/pca.ts";

/** Parameters of the methods; defaults stand in the dataset's schema. */
export interface ProjectionOptions {
  readonly engine: "headland" | "umap-js";
  readonly metric: Metric;
  readonly perplexity: number;
  readonly nNeighbors: number;
  readonly minDist: number;
  /** Null leaves it to the number of points. */
  readonly epochs: number | null;
  readonly iterations: number;
}

/** What all methods share: one neighbor graph and one PCA per head. */
export interface ProjectionInput {
  /** Row-major [n, d]. */
  readonly points: Float32Array;
  readonly n: number;
  readonly d: number;
  readonly pca: Pca;
  readonly neighbors: Neighbors;
  /** t-SNE's weights of the neighbors, every row sums to 1; made when first asked for. */
  readonly near: () => WeightedGraph;
  /** Which points belong together for another reason than being near. */
  readonly links: WeightedGraph;
  readonly kernels: Kernels;
  readonly options: ProjectionOptions;
  readonly seed: number;
}

export interface Projector {
  readonly method: Method;
  /** What does not depend on the number of axes is done once; what it gives lays out: coordinates, row-major [n, dim]. */
  prepare(input: ProjectionInput): (dim: Dim) => Float32Array;
}

/** The first `dim` principal components, scaled so that the largest coordinate is `reach`: the start of every layout. */
export function pcaStart({ scores, nComponents }: Pca, dim: Dim, reach: number): Float32Array {
  const n = scores.length / nComponents;
  const start = new Float32Array(n * dim);
  let largest = 1e-12;
  for (let i = 0; i < start.length; i++) {
    start[i] = scores[Math.floor(i / dim) * nComponents + (i % dim)] ?? 0;
    largest = Math.max(largest, Math.abs(start[i]!));
  }
  return start.map((x) => (x / largest) * reach);
}
