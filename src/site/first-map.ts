/** The shape of the map with which a head's page opens, so that the page can show its thumbnail where the map will be. */
import type { Extent } from "#drawing/map/home.ts";
import { halfExtent } from "#drawing/map/home.ts";
import { atlasFolder } from "../atlas/address.ts";
import { atlasOf, type Manifest } from "../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../atlas/head/head-id.ts";
import { firstProjection } from "../atlas/method.ts";
import { ifReadable, openedAtlas } from "./opened-atlas.ts";

const read = new Map<string, Promise<Extent>>();

/**
 * Half the width and height of the head's first map, read once for all of its pages; of a square where its file is missing or
 * damaged, which the viewer then says.
 */
export function firstMapExtent(manifest: Manifest, id: HeadId): Promise<Extent> {
  const key = `${atlasFolder(atlasOf(manifest))}/${formatHead(id)}/${manifest.buildKey}`;
  const known = read.get(key) ?? readExtent(manifest, id);
  read.set(key, known);
  return known;
}

async function readExtent(manifest: Manifest, id: HeadId): Promise<Extent> {
  const coordinates = await ifReadable(openedAtlas(manifest).coordinates(id, firstProjection(manifest)));
  return coordinates === null ? { x: 1, y: 1 } : halfExtent({ coordinates });
}
