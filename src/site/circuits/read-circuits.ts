/** The links between the heads of an atlas, read while the site is built. */
import { readAtlasFile } from "headland:atlas-file";
import { atlasFiles, atlasFolder } from "../../atlas/address.ts";
import { indexLinks, ownLinks, type LinkIndex, type OwnLinks } from "../../atlas/circuits/chosen-links.ts";
import { decodeCircuits, type CircuitsFile } from "../../atlas/files/circuits.ts";
import { atlasOf, type Manifest } from "../../atlas/files/manifest.ts";
import { readJson } from "../../atlas/open-atlas.ts";
import { ifReadable } from "../opened-atlas.ts";

const read = new Map<string, Promise<CircuitsFile | null>>();

/** Null in atlases that were built without them. */
export function circuitsOf(manifest: Manifest): Promise<CircuitsFile | null> {
  const folder = atlasFolder(atlasOf(manifest));
  const key = `${folder}/${manifest.buildKey}`;
  const known =
    read.get(key) ??
    ifReadable(readJson((file) => readAtlasFile(`${folder}/${file}`), atlasFiles.circuits, decodeCircuits));
  read.set(key, known);
  return known;
}

/** As many as the page of a head names on each side. */
const N_LINKS = 3;

const indexed = new Map<CircuitsFile, LinkIndex>();

/** What a head feeds, and what feeds it; null where that is not known. @param name `L3H0` */
export async function linksOfHead(manifest: Manifest, name: string): Promise<OwnLinks | null> {
  const file = await circuitsOf(manifest);
  if (file === null) return null;
  const index = indexed.get(file) ?? indexLinks(file);
  indexed.set(file, index);
  return ownLinks(index, name, N_LINKS);
}
