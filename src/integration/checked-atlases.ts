/** The atlases of a site, as checks of claims need them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckedAtlas } from "#claims/check-condition.ts";
import { readPairs } from "../claims/read-pairs.ts";
import { readAtlases } from "./read-atlases.ts";

/** @param base The folder of the atlases, e.g. `public/atlas`. Damaged ones are left out, as on the site. */
export async function checkedAtlases(base: string): Promise<CheckedAtlas[]> {
  const { atlases } = await readAtlases(base);
  return Promise.all(
    [...atlases].map(async ([folder, { manifest, heads }]) => {
      const pair = await readPairs((file) => readFile(join(base, folder, file)));
      return { manifest, heads, ...(pair ? { pair } : {}) };
    }),
  );
}
