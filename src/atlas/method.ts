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

/** `{method: "umap", dim: 2}` → `umap2`: the name of its file and of its sheet. */
export function projectionName(projection: Projection): string {
  return `${projection.method}${projection.dim}`;
}
