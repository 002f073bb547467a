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

/** Base path that stands in the pages of an offline copy until their links become relative. */
export const OFFLINE_BASE = "/headland-offline";

/** On disk, an address must name the file of a page. */
const PAGE_FILE = "index.html";

/**
 * The address of a page or file under the site's base.
 *
 * @param base The site's base path, with or without slashes around it, e.g. `/`, `/headland`. In an offline copy, it is the
 * relative address of the front page's file, e.g. `../../../index.html`.
 * @param path Path below the base, without a leading slash.
 */
export function withBase(base: string, path: string): string {
  if (base.startsWith(".")) return base.slice(0, base.lastIndexOf("/") + 1) + path;
  const inner = base.replace(/^\/+|\/+$/g, "");
  return inner === "" ? `/${path}` : `/${inner}/${path}`;
}

/** The address of a page. @param path With a slash at its end. */
function pagePath(base: string, path: string): string {
  return withBase(base, base.endsWith(PAGE_FILE) ? path + PAGE_FILE : path);
}

/** The matrix page: all heads of one atlas. */
export function matrixPath(base: string, id: AtlasId): string {
  return pagePath(base, `${atlasFolder(id)}/`);
}

/** The page of one layer of a model with many heads. @param layer As `formatLayer` names it. */
export function layerPath(base: string, id: AtlasId, layer: string): string {
  return pagePath(base, `${atlasFolder(id)}/layers/${layer}/`);
}

/** The page of the links between the heads of one atlas. */
export function circuitsPath(base: string, id: AtlasId): string {
  return pagePath(base, `${atlasFolder(id)}/circuits/`);
}

/** The page of one head. */
export function headPath(base: string, id: AtlasId, head: HeadId): string {
  return pagePath(base, `${atlasFolder(id)}/${formatHead(head)}/`);
}

/** The page of one head for frames in other sites. */
export function embedPath(base: string, id: AtlasId, head: HeadId): string {
  return pagePath(base, `embed/${atlasFolder(id)}/${formatHead(head)}/`);
}

/** How programs embed it: oEmbed. */
export function oembedFile(base: string, id: AtlasId, head: HeadId): string {
  return withBase(base, `embed/${atlasFolder(id)}/${formatHead(head)}/oembed.json`);
}

/** The page that shows two heads side by side. @param query With its `?`. */
export function comparePath(base: string, query = ""): string {
  return pagePath(base, "compare/") + query;
}

/** The list of guides. */
export function guidesPath(base: string): string {
  return pagePath(base, "guides/");
}

/** The page of one guide. @param slug Name of its file in content/guides, without the ending. */
export function guidePath(base: string, slug: string): string {
  return pagePath(base, `guides/${slug}/`);
}

/** The list of measures of a head. */
export function measuresPath(base: string): string {
  return pagePath(base, "measures/");
}

/** The page that explains a measure. @param id Of its row in the catalog. */
export function measurePath(base: string, id: string): string {
  return pagePath(base, `measures/${id}/`);
}

/** The page of all claims. */
export function claimsPath(base: string): string {
  return pagePath(base, "claims/");
}

/** The map of all heads of the site. */
export function headsMapPath(base: string): string {
  return pagePath(base, "heads/");
}

/** The field guide: all species of heads. */
export function fieldGuidePath(base: string): string {
  return pagePath(base, "species/");
}

/** The page of one species. @param slug Of its name. */
export function speciesPath(base: string, slug: string): string {
  return pagePath(base, `species/${slug}/`);
}

/** The Atom feed of the site's atlases. */
export function feedFile(base: string): string {
  return withBase(base, "feed.xml");
}

/** The picture that stands beside links to a page. @param path Of the page, with its slash at the end. */
export function cardFile(path: string): string {
  return `${path}card.png`;
}

/** The list of tours. */
export function toursPath(base: string): string {
  return pagePath(base, "guides/tours/");
}

/** The file of all tours. */
export function toursFile(base: string): string {
  return withBase(base, "guides/tours.json");
}

/** A step of a tour: a head's page with its view. */
export function tourStepPath(
  base: string,
  step: { readonly atlas: string; readonly head: string; readonly query: string },
): string {
  return pagePath(base, `${step.atlas}/${step.head}/`) + step.query;
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
  /** The average pattern as a picture, a pixel per query position (row) and key position (column). Absent in older atlases. */
  average: (head: HeadId) => `heads/${formatHead(head)}/average.webp`,
} as const;

/** Whether there is a small sheet in this color. */
export function hasSmallSheet(color: string): boolean {
  return color === "role" || color === "auto";
}

/** Files of a whole atlas, relative to its folder. */
export const atlasFiles = {
  manifest: "manifest.json",
  /** Towers of one model may read different things. */
  tokens: (tower?: string) => (tower === undefined ? "tokens.json" : `tokens-${tower}.json`),
  heads: "heads.json",
  /** Which heads of a tower attend alike. Absent in older atlases. */
  relations: (tower?: string) => (tower === undefined ? "relations.json" : `relations-${tower}.json`),
  /** Rows of all patterns on words, by which heads of other models are compared with these. Absent in older atlases. */
  shared: (tower?: string) => (tower === undefined ? "shared.json" : `shared-${tower}.json`),
  /** Which heads write what later heads read, by their weight matrices. Absent in older atlases. */
  circuits: "circuits.json",
  /** The list of the atlas's files, with sizes and digests. */
  files: "files.json",
  /** Descriptions of the atlas for machines; the build of a site writes them. */
  roCrate: "ro-crate-metadata.json",
  croissant: "croissant.json",
  /** The numbers of all heads as a table; the site's build writes it. */
  headsTable: "heads.csv",
  /** The same by columns, for the finder; the site's build writes it. */
  finder: "finder.json",
  patches: (tower?: string) => (tower === undefined ? "patches.webp" : `patches-${tower}.webp`),
  /** @param color Name of a color mode, or `auto`: each head in its own. The name of the file omits the role mode. */
  sheet: (projection: Projection, color = "role") =>
    `sheet-${projectionName(projection)}${color === "role" ? "" : `-${color}`}.webp`,
  /** Half the size, in the colors that pages open with: for low-density screens and for the front page. */
  smallSheet: (projection: Projection, color = "role") =>
    `sheet-${projectionName(projection)}${color === "role" ? "" : `-${color}`}.half.webp`,
  /** The average patterns of all heads, in cells as those of the other sheets. */
  averageSheet: "sheet-average.webp",
  /** Where tokens gather and give weight to each other, over all heads. Absent in older atlases. */
  searchIndex: "search/index.json",
  searchPart: (part: number) => `search/part-${part}.json`,
  /** Maps of all heads of a layer in one file. @param layer Its name, e.g. `L3`, `encoder-L3`. */
  layer: (layer: string, projection: Projection) => `layers/${layer}/${projectionName(projection)}.json`,
} as const;
