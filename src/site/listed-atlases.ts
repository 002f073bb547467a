/** The atlases of the site, as far as a page must know them to name their heads. */
import { atlasOf } from "../atlas/files/manifest.ts";
import type { ListedAtlas } from "../compare/head-name.ts";
import { allAtlases, digestOf } from "./atlases.ts";

export function listedAtlases(): ListedAtlas[] {
  return allAtlases().map((manifest) => {
    const digest = digestOf(atlasOf(manifest));
    return {
      ...atlasOf(manifest),
      modelName: manifest.model.name,
      datasetName: manifest.dataset.name,
      towers: manifest.towers.map(({ name, heads }) => ({ ...(name === undefined ? {} : { name }), heads })),
      ...(digest === undefined ? {} : { digest }),
    };
  });
}
