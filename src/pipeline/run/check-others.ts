/** Checks atlases that the site shows although this build does not make them: of models built by name, kept, or failing now. */
import { join } from "node:path";
import { parseAtlasFolder } from "#atlas/address.ts";
import { rebuildCure } from "#atlas/rebuild.ts";
import { checkPublished, describeDamage } from "../pack/check-published.ts";
import { stampsPath } from "./lock-name.ts";
import { publishedAtlases, type SweptFolders } from "./sweep.ts";

/**
 * @param isChecked Whether this build has looked at the atlas `model/dataset` itself.
 * @returns A message for each damaged atlas, which this build cannot publish again.
 */
export async function checkOthers(
  { outFolder, workFolder }: SweptFolders,
  isThorough: boolean,
  isChecked: (atlas: string) => boolean,
): Promise<string[]> {
  const told: string[] = [];
  for (const atlas of await publishedAtlases(outFolder)) {
    if (isChecked(atlas)) continue;
    const folder = join(outFolder, atlas);
    const damaged = await checkPublished(folder, { stampsFile: stampsPath(workFolder, atlas), isThorough });
    if (damaged.length === 0) continue;
    const cure = rebuildCure(parseAtlasFolder(atlas));
    told.push(`${folder} is shown, but it is not whole: ${describeDamage(damaged)}.\n  ${cure}`);
  }
  return told;
}
