/** What figures need of an atlas, as a browser gets it. */
import { atlasFile } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { readAtlas } from "#atlas/read-atlas.ts";
import type { HeadSource } from "#figure/head-data.ts";
import { asLoadError, fetchText } from "../../data/fetch-text.ts";
import { loadPatchColors } from "../../data/patch-colors.ts";
import { loadLooks } from "../../patches/find-alike.ts";
import { searchTokens } from "../../search/search-tokens.ts";

export async function browserSource(base: string, manifest: Manifest): Promise<HeadSource> {
  const id = atlasOf(manifest);
  const atlas = await readAtlas((file) => fetchText(atlasFile(base, id, file), file)).catch(asLoadError);
  return {
    atlas,
    find: (table, search) => searchTokens(table, search, new AbortController().signal),
    pictures: {
      colors: async (tower) => {
        const patches = atlas.patches(tower);
        const { nTokens } = await atlas.tokens(tower);
        return patches
          ? loadPatchColors(atlasFile(base, id, patches.file), patches.sheet, nTokens)
          : new Uint8Array();
      },
      looks: async (tower) => {
        const patches = atlas.patches(tower);
        return patches ? loadLooks(atlasFile(base, id, patches.file), patches.sheet) : new Uint8Array();
      },
    },
  };
}
