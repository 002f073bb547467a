/** Removes what killed processes have left behind, and takes out atlases whose input is gone. */
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AtlasId } from "#atlas/address.ts";
import { isDeadOwner } from "../cache/owner.ts";

/** Names of what is in the making, so that it can be told when its process has ended: `<name>.new.<owner>`, and without an owner as older versions named it. */
const IN_THE_MAKING = /\.new(?:\.(?<owner>[^.]+?))?(?:-old)?$/;

export interface SweptFolders {
  /** Where atlases are published. */
  readonly outFolder: string;
  /** Where results are kept. */
  readonly workFolder: string;
}

/** Removes what processes that have ended left half made. What is in work stays, that of this process included. */
export async function sweepLeftovers({ outFolder, workFolder }: SweptFolders): Promise<void> {
  const models = (await list(outFolder)).map((model) => join(outFolder, model));
  for (const folder of [join(workFolder, "staging"), join(workFolder, "captures"), ...models]) {
    for (const name of await list(folder)) {
      if (await isLeftover(name)) await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

async function isLeftover(name: string): Promise<boolean> {
  const found = IN_THE_MAKING.exec(name);
  if (found === null) return false;
  const owner = found.groups?.["owner"];
  return owner === undefined || isDeadOwner(owner);
}

/**
 * Takes atlases out of the site that are not to be shown any more. They are not lost: each lies below `removed/` in the
 * folder of results until the next one of its name.
 *
 * @returns Those taken out.
 */
export async function takeOutRemoved(
  { outFolder, workFolder }: SweptFolders,
  isShown: (id: AtlasId) => boolean,
): Promise<AtlasId[]> {
  const taken: AtlasId[] = [];
  for (const model of await list(outFolder)) {
    for (const dataset of await list(join(outFolder, model))) {
      const name = `${model}/${dataset}`;
      if (dataset.startsWith(".") || isShown({ model, dataset })) continue;
      const place = join(workFolder, "removed", name);
      await rm(place, { recursive: true, force: true });
      await mkdir(dirname(place), { recursive: true });
      await rename(join(outFolder, name), place);
      taken.push({ model, dataset });
    }
    if ((await list(join(outFolder, model))).length === 0)
      await rm(join(outFolder, model), { recursive: true, force: true });
  }
  return taken;
}

/** Names of the folders in a folder, in their order; none where there is no such folder. */
async function list(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}
