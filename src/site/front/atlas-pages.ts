/** What the page of unknown addresses knows of an atlas. */
import { atlasFolder } from "../../atlas/address.ts";
import { atlasOf, type Manifest } from "../../atlas/files/manifest.ts";
import type { AtlasPages } from "./nearest-pages.ts";

export function atlasPages(manifest: Manifest): AtlasPages {
  return {
    folder: atlasFolder(atlasOf(manifest)),
    title: `${manifest.model.name} on ${manifest.dataset.name}`,
    towers: manifest.towers.map(({ name, heads }) => (name === undefined ? { heads } : { name, heads })),
  };
}
