/** The projection methods an atlas can hold, in the order in which they are offered. */
export const METHODS = ["attention", "umap", "tsne", "pca"] as const;
export type Method = (typeof METHODS)[number];

/** Number of axes of a map. */
export type Dim = 2 | 3;

/** How a method is written for people. */
export const METHOD_NAMES: Readonly<Record<Method, string>> = {
  attention: "Attention",
  umap: "UMAP",
  tsne: "t-SNE",
  pca: "PCA",
};

/** One projection: a method and its number of axes. */
export interface Projection {
  readonly method: Method;
  readonly dim: Dim;
}

/** What an atlas is drawn in: each method in each number of axes. */
export interface Maps {
  readonly methods: readonly Method[];
  readonly dims: readonly Dim[];
}

/** All projections, in the order in which they are offered. */
export function projectionsOf({ methods, dims }: Maps): Projection[] {
  return methods.flatMap((method) => dims.map((dim) => ({ method, dim })));
}

/** A projection per method, in the fewest axes there are: what thumbnails show, for turning needs the map itself. */
export function flatProjections({ methods, dims }: Maps): Projection[] {
  const dim = dims.includes(2) || dims.length === 0 ? 2 : 3;
  return methods.map((method) => ({ method, dim }));
}

/** What a page opens with, and its picture until the map is ready: the first method, flat if there is a flat map. */
export function firstProjection(maps: Maps): Projection {
  return flatProjections(maps)[0] ?? { method: METHODS[0], dim: 2 };
}

/** `{method: "umap", dim: 2}` → `umap2`: the name of its file and of its sheet. */
export function projectionName(projection: Projection): string {
  return `${projection.method}${projection.dim}`;
}
