/** The shape of the map with which a head's page opens, so that the page can show its thumbnail where the map will be. */
import type { Extent } from "#drawing/map/home.ts";
import { halfExtent } from "#drawing/map/home.ts";
import type { Manifest } from "../atlas/files/manifest.ts";
import type { HeadId } from "../atlas/head/head-id.ts";
import { firstProjection } from "../atlas/method.ts";
import { ifReadable, openedAtlas } from "./opened-atlas.ts";

/** Half the width and height of the head's first map; of a square where its file is missing or damaged, which the viewer then says. */
export async function firstMapExtent(manifest: Manifest, id: HeadId): Promise<Extent> {
  const coordinates = await ifReadable(openedAtlas(manifest).coordinates(id, firstProjection(manifest)));
  return coordinates === null ? { x: 1, y: 1 } : halfExtent({ coordinates });
}
