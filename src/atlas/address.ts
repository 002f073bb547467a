/** Addresses of pages and data files. Papers cite them: they do not change between rebuilds or versions. */
import { formatHead, type HeadId } from "./head/head-id.ts";
import { projectionName, type Projection } from "./method.ts";

/** The file with the licenses of everything in a site, relative to the base; the build writes it. */
export const LICENSES = "licenses.txt";

/** One model on one dataset. */
export interface AtlasId {
  readonly model: string;
  readonly dataset: string;
}

/** `tiny-gpt/stories`: the folder of an atlas, in `public/atlas/` and on the page. */
export function atlasFolder(id: AtlasId): string {
  return `${id.model}/${id.dataset}`;
}

/** The atlas of a folder, as `atlasFolder` names it. */
export function parseAtlasFolder(folder: string): AtlasId {
  const [model = "", dataset = ""] = folder.split("/");
  return { model, dataset };
}

/**
 * The address of a page or file under the site's base.
 *
 * @param base The site's base path, with or without slashes around it, e.g. `/`, `/headland`.
 * @param path Path below the base, without a leading slash.
 */
export function withBase(base: string, path: string): string {
  const inner = base.replace(/^\/+|\/+$/g, "");
  return inner === "" ? `/${path}` : `/${inner}/${path}`;
}

/** The matrix page: all heads of one atlas. */
export function matrixPath(base: string, id: AtlasId): string {
  return withBase(base, `${atlasFolder(id)}/`);
}

/** The page of one head. */
export function headPath(base: string, id: AtlasId, head: HeadId): string {
  return withBase(base, `${atlasFolder(id)}/${formatHead(head)}/`);
}

/** The list of guides. */
export function guidesPath(base: string): string {
  return withBase(base, "guides/");
}

/** The page of one guide. @param slug Name of its file in content/guides, without the ending. */
export function guidePath(base: string, slug: string): string {
  return withBase(base, `guides/${slug}/`);
}

/** A file of an atlas, by its path inside the atlas folder. */
export function atlasFile(base: string, id: AtlasId, file: string): string {
  return withBase(base, `atlas/${atlasFolder(id)}/${file}`);
}

/** Files of one head, relative to the atlas folder. */
export const headFiles = {
  coordinates: (head: HeadId, projection: Projection) =>
    `heads/${formatHead(head)}/${projectionName(projection)}.json`,
  thumbnail: (head: HeadId, projection: Projection) =>
    `heads/${formatHead(head)}/${projectionName(projection)}.webp`,
  points: (head: HeadId) => `heads/${formatHead(head)}/points.json`,
  attention: (head: HeadId) => `heads/${formatHead(head)}/attention.json`,
} as const;

/** Files of a whole atlas, relative to its folder. */
export const atlasFiles = {
  manifest: "manifest.json",
  /** Towers of one model may read different things. */
  tokens: (tower?: string) => (tower === undefined ? "tokens.json" : `tokens-${tower}.json`),
  heads: "heads.json",
  /** The list of the atlas's files, with sizes and digests. */
  files: "files.json",
  patches: (tower?: string) => (tower === undefined ? "patches.webp" : `patches-${tower}.webp`),
  /** @param color Name of a color mode; the name of the file omits the role mode. */
  sheet: (projection: Projection, color = "role") =>
    `sheet-${projectionName(projection)}${color === "role" ? "" : `-${color}`}.webp`,
  /** Half the size, role colors only: for low-density screens and for the front page. */
  smallSheet: (projection: Projection) => `sheet-${projectionName(projection)}.half.webp`,
  /** Maps of all heads of a layer in one file. @param layer Its name, e.g. `L3`, `encoder-L3`. */
  layer: (layer: string, projection: Projection) => `layers/${layer}/${projectionName(projection)}.json`,
} as const;
