/** Removes vectors of inputs that no longer exist. Vectors are the largest files that builds keep. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseAtlasFolder, type AtlasId } from "#atlas/address.ts";
import { withFreeLock } from "../cache/lock.ts";
import { removeFolder } from "../cache/move-folder.ts";
import { latestUses, Uses } from "../cache/uses.ts";

/** The name of a capture: a digest of everything it depends on. Names of unfinished captures are longer. */
const CAPTURE = /^[0-9a-f]{64}$/;

/**
 * Runs after a build of everything: removes captures that no atlas used in its last build, unless another process uses them.
 *
 * @param isWanted Whether the atlas belongs in the site.
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
