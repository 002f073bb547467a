/** What a description of an atlas for machines needs, read while the site is built. */
import { readAtlasFile } from "headland:atlas-file";
import { atlasFiles, atlasFolder } from "../../atlas/address.ts";
import { atlasOf, type AnyManifest } from "../../atlas/files/manifest.ts";
import { readJson } from "../../atlas/open-atlas.ts";
import { ifReadable } from "../opened-atlas.ts";
import type { DescribedAtlas } from "./atlas-description.ts";
import { citedPage, type Place } from "./cited-page.ts";
import { parseList, type ListedFile } from "./listed-files.ts";

export async function describedAtlas<M extends AnyManifest>(
  manifest: M,
  place: Place,
): Promise<DescribedAtlas<M>> {
  const { citation } = citedPage(manifest, null, place);
  return { manifest, citation, files: await listedFiles(manifest) };
}

/** Without a list, as older versions published an atlas, no file is described. */
async function listedFiles(manifest: AnyManifest): Promise<readonly ListedFile[]> {
  const folder = atlasFolder(atlasOf(manifest));
  const read = readJson((file) => readAtlasFile(`${folder}/${file}`), atlasFiles.files, parseList);
  return (await ifReadable(read)) ?? [];
}
