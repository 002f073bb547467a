/** Reads the files of an atlas whose manifest is known, each when it is asked for, in Node and in a browser. */
import { atlasFiles, headFiles } from "./address.ts";
import { decodeAttention, type Attention } from "./files/attention.ts";
import { FormatError } from "./files/columns.ts";
import { decodeCoordinates, type MapCoordinates } from "./files/coordinates.ts";
import { decodeLayerMaps, formatLayer, type CoarseMap } from "./files/layer-maps.ts";
import { headsOf, manifestOf, type Manifest, type PatchSheet } from "./files/manifest.ts";
import { decodePoints, type PointNumbers } from "./files/points.ts";
import { formatHead, type HeadId } from "./head/head-id.ts";
import { listSome } from "./list-some.ts";
import { flatProjections, projectionName, projectionsOf, type Projection } from "./method.ts";
import { spreadCoordinates, spreadNumbers, storedPoints } from "./tokens/spread-points.ts";
import { decodeTokens, type TokenTable } from "./tokens/tokens.ts";

/**
 * Gives the content of one file of an atlas, as text or as its UTF-8 bytes. What it throws goes to the caller as it is.
 *
 * @param path The path of the file inside the folder of the atlas, e.g. `heads/L3H5/umap2.json`.
 */
export type ReadFile = (path: string) => Promise<Uint8Array | string>;

/**
 * The files of one atlas. Every method reads its file anew, except for the token tables, which are kept: all other files
 * are read with their help. The arrays of a head hold the queries of all tokens first, then the keys of all tokens.
 *
 * All methods reject with a FormatError that names the file if it is damaged or belongs to another atlas, with a RangeError
 * if the atlas has no such head, map or tower, and with whatever the given `readFile` throws.
 */
export interface AtlasReader {
  readonly manifest: Manifest;
  /** @param tower Required in a model with several towers, each of which reads tokens of its own. */
  tokens(tower?: string): Promise<TokenTable>;
  /** The places of all points on one map, in [−1, 1]; NaN for points that cross-attention does not have. */
  coordinates(head: HeadId, projection: Projection): Promise<MapCoordinates>;
  /** The length of every query and key, and how far each map can be trusted around it. */
  points(head: HeadId): Promise<PointNumbers>;
  /** The weights of every sequence. */
  attention(head: HeadId): Promise<Attention>;
  /** Coarse 2-D maps of all heads of a layer, in the order of the heads. @param layer Its name, e.g. `L3`, `encoder-L3`. */
  layer(layer: string, projection: Projection): Promise<CoarseMap[]>;
  /** Where the pictures of patches are, and how they lie in their file; null for text. */
  patches(tower?: string): { readonly file: string; readonly sheet: PatchSheet } | null;
}

/** @param manifest As `readManifest` gives it. */
export function openAtlas(readFile: ReadFile, manifest: Manifest): AtlasReader {
  const ids = headsOf(manifest);
  const heads = new Set(ids.map(formatHead));
  const layers = new Set(ids.map(formatLayer));
  const maps = new Set(projectionsOf(manifest).map(projectionName));
  const flatMaps = new Set(flatProjections(manifest).map(projectionName));
  const towers = new Set(manifest.towers.map(({ name }) => name ?? ""));
  const tables = new Map<string | undefined, Promise<TokenTable>>();

  const tokens = (tower?: string): Promise<TokenTable> => {
    const known = tables.get(tower);
    if (known) return known;
    const table = readJson(readFile, atlasFiles.tokens(tower), decodeTokens);
    tables.set(tower, table);
    // A file that could not be read is asked for again the next time.
    table.catch(() => tables.delete(tower));
    return table;
  };
  const tokensOf = (head: HeadId): Promise<TokenTable> => {
    expectOneOf(heads, formatHead(head), "head");
    return tokens(head.tower);
  };

  return {
    manifest,
    async tokens(tower) {
      expectOneOf(towers, tower ?? "", "tower");
      return tokens(tower);
    },
    async coordinates(head, projection) {
      expectOneOf(maps, projectionName(projection), "map");
      const table = await tokensOf(head);
      return readJson(readFile, headFiles.coordinates(head, projection), (json) =>
        spreadCoordinates(decodeCoordinates(json, storedPoints(table), projection.dim), table),
      );
    },
    async points(head) {
      const table = await tokensOf(head);
      return readJson(readFile, headFiles.points(head), (json) =>
        spreadNumbers(decodePoints(json, storedPoints(table)), table),
      );
    },
    async attention(head) {
      const { starts, split } = await tokensOf(head);
      return readJson(readFile, headFiles.attention(head), (json) => decodeAttention(json, starts, split));
    },
    async layer(layer, projection) {
      expectOneOf(layers, layer, "layer");
      expectOneOf(flatMaps, projectionName(projection), "map of a layer");
      const tower = /^(.+)-/.exec(layer)?.[1];
      const { nTokens } = await tokens(tower);
      return readJson(readFile, atlasFiles.layer(layer, projection), (json) =>
        decodeLayerMaps(json, nTokens * 2),
      );
    },
    patches(tower) {
      expectOneOf(towers, tower ?? "", "tower");
      const sheet = manifestOf(manifest, tower).patches;
      return sheet && { file: atlasFiles.patches(tower), sheet };
    },
  };
}

/**
 * @param decode Reads what the file holds.
 * @throws {FormatError} that names the file, if it is no JSON or `decode` throws one.
 */
export async function readJson<Decoded>(
  readFile: ReadFile,
  file: string,
  decode: (json: unknown) => Decoded,
): Promise<Decoded> {
  const content = await readFile(file);
  let json: unknown;
  try {
    json = JSON.parse(typeof content === "string" ? content : decodeUtf8(content));
  } catch (cause) {
    throw new FormatError(`${file} is damaged: it is not complete JSON.`, { cause });
  }
  try {
    return decode(json);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new FormatError(`${file} cannot be read: ${cause.message}`, { cause });
  }
}

/** A byte that belongs to no character makes the file a damaged one, instead of becoming a sign in some name. */
function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** @param name Empty for none, as of a model whose heads are all in one tower. */
function expectOneOf(names: ReadonlySet<string>, name: string, what: string): void {
  if (names.has(name)) return;
  const known = listSome([...names].filter((one) => one !== "")) || "none";
  const received = name === "" ? "none" : `“${name}”`;
  throw new RangeError(`Expected a ${what} of this atlas: ${known}; received ${received}.`);
}
