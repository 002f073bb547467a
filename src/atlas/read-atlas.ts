/** The one reader of an atlas: opens the folder that a build wrote, wherever it is, in Node and in a browser. */
import { atlasFiles } from "./address.ts";
import { checkManifest } from "./files/check-manifest.ts";
import { headsOf } from "./files/manifest.ts";
import { readHeads } from "./files/read-heads.ts";
import type { HeadId } from "./head/head-id.ts";
import type { HeadNumbers } from "./head/head-numbers.ts";
import { projectionsOf, type Projection } from "./method.ts";
import { openAtlas, readJson, type AtlasReader, type ReadFile } from "./open-atlas.ts";

/** An atlas that has been opened: what it consists of, and its files, each read when it is asked for. */
export interface Atlas extends AtlasReader {
  /** All heads, tower by tower and layer by layer. */
  readonly heads: readonly HeadId[];
  /** All maps there are of every head. */
  readonly projections: readonly Projection[];
  /** What each head's attention does and how far its maps can be trusted, by the head's name, e.g. `L3H5`. */
  numbers(): Promise<ReadonlyMap<string, HeadNumbers>>;
}

/**
 * Opens an atlas. Only its manifest is read at once.
 *
 * @param readFile Gives a file of the atlas by its path inside the atlas' folder.
 * @throws {FormatError} naming manifest.json if it is damaged, no manifest or of a newer version, and whatever `readFile` throws.
 */
export async function readAtlas(readFile: ReadFile): Promise<Atlas> {
  const manifest = await readJson(readFile, atlasFiles.manifest, checkManifest);
  return {
    ...openAtlas(readFile, manifest),
    heads: headsOf(manifest),
    projections: projectionsOf(manifest),
    numbers: () => readJson(readFile, atlasFiles.heads, (json) => readHeads(json, manifest)),
  };
}
