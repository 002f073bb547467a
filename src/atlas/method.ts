/** The projection methods that every atlas may hold, in the order in which they are offered. */
export const METHODS = ["attention", "umap", "tsne", "pca"] as const;
/** One of them, or another one that the manifest has a title for. */
export type Method = string;

/** Number of axes of a map. */
export type Dim = 2 | 3;

/** The title of a method. */
export type MethodTitles = Readonly<Record<Method, string>>;

const TITLES: Readonly<Record<(typeof METHODS)[number], string>> = {
  attention: "Attention",
  umap: "UMAP",
  tsne: "t-SNE",
  pca: "PCA",
};

/** What of a manifest tells of methods that not every atlas has. */
interface Titled {
  readonly titles?: MethodTitles;
}

/** How the method is written for people. */
export function methodTitle({ titles = {} }: Titled, method: Method): string {
  return new Map(Object.entries({ ...titles, ...TITLES })).get(method) ?? method;
}

/** Whether the method is one of `METHODS`, or has a title in the manifest. */
export function isKnownMethod({ titles = {} }: Titled, method: unknown): boolean {
  return [...METHODS, ...Object.keys(titles)].some((known) => known === method);
}

/** What a method may be called: it stands in addresses and in names of files. */
export function isMethodName(name: string): boolean {
  return /^[a-z]+(-[a-z]+)*$/.test(name);
}

/** One projection: a method and its number of axes. */
export interface Projection {
  readonly method: Method;
  readonly dim: Dim;
}

/** The maps of an atlas: each method in each number of axes. */
export interface Maps {
  readonly methods: readonly Method[];
  readonly dims: readonly Dim[];
}

/** All projections, in the order in which they are offered. */
export function projectionsOf({ methods, dims }: Maps): Projection[] {
  return methods.flatMap((method) => dims.map((dim) => ({ method, dim })));
}

/** A projection per method, in the fewest axes, for thumbnails, which cannot be rotated. */
export function flatProjections({ methods, dims }: Maps): Projection[] {
  const dim = dims.includes(2) || dims.length === 0 ? 2 : 3;
  return methods.map((method) => ({ method, dim }));
}

/** The projection that a page opens with, and of its picture until the map is ready: the first method, in 2-D if possible. */
export function firstProjection(maps: Maps): Projection {
  return flatProjections(maps)[0] ?? { method: METHODS[0], dim: 2 };
}

/** `{method: "umap", dim: 2}` → `umap2`: the name of its file and of its sheet. */
export function projectionName(projection: Projection): string {
  return `${projection.method}${projection.dim}`;
}
