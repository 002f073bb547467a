/** Loads the maps of a head at all stages of its training, and lays them on one another. */
import { atlasFile, atlasFiles } from "#atlas/address.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import type { Projection } from "#atlas/method.ts";
import { openAtlas } from "#atlas/open-atlas.ts";
import { asLoadError, fetchText } from "../data/fetch-text.ts";
import { alignMaps } from "./align-maps.ts";
import { placeOf, type Steps } from "./steps.ts";

export interface StageMapsInput {
  readonly base: string;
  /** Of the page's own stage. */
  readonly manifest: Manifest;
  readonly steps: Steps;
  readonly id: HeadId;
  readonly projection: Projection;
  /** The slug of the stage whose map stays as it is. */
  readonly anchor: string;
}

/** @returns A map per stage. */
export async function loadStageMaps(input: StageMapsInput): Promise<MapCoordinates[]> {
  const { base, manifest, steps, id, projection, anchor } = input;
  const own = atlasOf(manifest);
  // All stages show the same tokens, so the page's own table serves for all of them.
  const tokens = atlasFiles.tokens(id.tower);
  const table = fetchText(atlasFile(base, own, tokens), tokens);
  const readFrom =
    (slug: string) =>
    (file: string): Promise<string> =>
      file === tokens ? table : fetchText(atlasFile(base, { ...own, model: slug }, file), file);
  const maps = steps.stages.map(({ slug }) =>
    openAtlas(readFrom(slug), manifest).coordinates(id, projection),
  );
  return alignMaps(await Promise.all(maps).catch(asLoadError), Math.max(0, placeOf(steps, anchor)));
}
