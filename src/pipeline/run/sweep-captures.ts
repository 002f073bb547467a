/** Removes vectors of inputs that are not there any more. They are the largest of all that is kept. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseAtlasFolder, type AtlasId } from "#atlas/address.ts";
import { withFreeLock } from "../cache/lock.ts";
import { removeFolder } from "../cache/move-folder.ts";
import { latestUses, Uses } from "../cache/uses.ts";

/** The name of a capture: what it depends on, digested. One in the making has more to its name. */
const CAPTURE = /^[0-9a-f]{64}$/;

/**
 * After a build of everything: what no atlas asked for when it was last built goes, unless another process works on it.
 *
 * @param isWanted Whether the atlas belongs into the site.
 */
export async function sweepCaptures(workFolder: string, isWanted: (id: AtlasId) => boolean): Promise<void> {
  const latest = latestUses(await new Uses(workFolder).list());
  const asked = new Set(
    latest.filter(({ atlas }) => isWanted(parseAtlasFolder(atlas))).map(({ inputKey }) => inputKey),
  );
  const folder = join(workFolder, "captures");
  for (const name of await readdir(folder).catch(() => [])) {
    if (!CAPTURE.test(name) || asked.has(name)) continue;
    await withFreeLock(join(workFolder, "locks", name), () => removeFolder(join(folder, name)));
  }
}
