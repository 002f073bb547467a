/** The files of the site's atlases, read while the site is built. */
import { readAtlasFile } from "headland:atlas-file";
import { atlasFolder } from "../atlas/address.ts";
import { FormatError } from "../atlas/files/columns.ts";
import { atlasOf, type Manifest } from "../atlas/files/manifest.ts";
import { openAtlas, type AtlasReader } from "../atlas/open-atlas.ts";

const opened = new Map<string, AtlasReader>();

/** The same reader for all pages, because it keeps the token tables. */
export function openedAtlas(manifest: Manifest): AtlasReader {
  const folder = atlasFolder(atlasOf(manifest));
  const atlas = opened.get(folder) ?? openAtlas((file) => readAtlasFile(`${folder}/${file}`), manifest);
  opened.set(folder, atlas);
  return atlas;
}

/** Null where a file is missing or damaged: the page of the head says so, and what would be built of it is left out. */
export async function ifReadable<Value>(read: Promise<Value>): Promise<Value | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof FormatError || (error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}
