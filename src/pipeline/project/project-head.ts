/** Stage 6: all maps of one head, from one neighbor graph and one PCA. */
import type { Method, Projection } from "#atlas/method.ts";
import type { Kernels, Neighbors } from "#math/kernels.ts";
import { pca } from "#math/pca.ts";
import { turnTo } from "#math/procrustes.ts";
import { pcaProjector } from "./pca-projector.ts";
import { pcaStart, type ProjectionOptions, type Projector } from "./projector.ts";
import { tsneProjector } from "./tsne-projector.ts";
import { umapJsProjector } from "./umap-js-projector.ts";
import { umapProjector } from "./umap-projector.ts";

export interface HeadProjections {
  readonly maps: readonly { readonly projection: Projection; readonly coordinates: Float32Array }[];
  readonly neighbors: Neighbors;
}

/** Enough for the neighbor measures, whatever the methods ask for. */
const LEAST_NEIGHBORS = 15;

/**
 * Projects points by cosine neighborhood. All maps are turned to agree with the PCA of the same number of axes, so that
 * switching between methods, or between neighboring heads, does not spin the picture.
 *
 * @param points Row-major [n, d]; n at least 17.
 */
export function projectHead(
  points: Float32Array,
  n: number,
  d: number,
  projections: readonly Projection[],
  options: ProjectionOptions,
  kernels: Kernels,
  seed: number,
): HeadProjections {
  const wantsTsne = projections.some((projection) => projection.method === "tsne");
  const wanted = Math.max(
    LEAST_NEIGHBORS,
    options.nNeighbors,
    wantsTsne ? Math.ceil(options.perplexity * 3) : 0,
  );
  const neighbors = kernels.nearestNeighbors(points, n, d, Math.min(wanted, n - 1), "cosine");
  const components = pca(points, n, d, Math.min(3, d));
  const input = { points, n, d, pca: components, neighbors, kernels, options, seed };
  const maps = projections.map((projection) => {
    const coordinates = projectorOf(projection.method, options).project(input, projection.dim);
    return {
      projection,
      coordinates: turnTo(coordinates, pcaStart(components, projection.dim, 1), projection.dim),
    };
  });
  return { maps, neighbors };
}

function projectorOf(method: Method, options: ProjectionOptions): Projector {
  const umap = options.engine === "umap-js" ? umapJsProjector : umapProjector;
  return { pca: pcaProjector, umap, tsne: tsneProjector }[method];
}
