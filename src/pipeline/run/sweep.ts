/** Removes what killed processes have left behind, and takes out atlases whose input is gone. */
import type { Dirent } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../config/folder.ts";
import { parseAtlasFolder, type AtlasId } from "#atlas/address.ts";
import { freeDeadLock } from "../cache/lock.ts";
import { moveFolder } from "../cache/move-folder.ts";
import { isLeftover } from "../cache/owner.ts";

/** Where things are in the making, below the folder of results; the empty name is that folder itself. */
const PLACES = ["", "staging", "captures", "locks", "published", "uses", "store/tmp"];
/** What older versions left there, without the name of a process. */
const OLDER: Readonly<Record<string, RegExp>> = {
  staging: /\.new(-old)?$/,
  captures: /\.new$/,
  "store/tmp": /^[\da-f-]{36}$/,
};
/** The same beside published atlases, whose names begin with no dot. */
const OLDER_PUBLISHED = /^\..*\.new(-old)?$/;

export interface SweptFolders {
  /** Where atlases are published. */
  readonly outFolder: string;
  /** Where results are kept. */
  readonly workFolder: string;
}

/** Removes what processes that have ended left half made, and their locks. What is in work stays, that of this process included. */
export async function sweepLeftovers({ outFolder, workFolder }: SweptFolders): Promise<void> {
  for (const place of PLACES) await sweep(join(workFolder, place), OLDER[place]);
  for (const model of await list(outFolder)) await sweep(join(outFolder, model), OLDER_PUBLISHED);
  const locks = join(workFolder, "locks");
  for (const name of await listAll(locks)) await freeDeadLock(join(locks, name));
}

async function sweep(folder: string, older: RegExp | undefined): Promise<void> {
  for (const name of await listAll(folder)) {
    if (older?.test(name) || (await isLeftover(name)))
      await rm(join(folder, name), { recursive: true, force: true });
  }
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
  for (const name of await publishedAtlases(outFolder)) {
    const id = parseAtlasFolder(name);
    if (isShown(id)) continue;
    const place = join(workFolder, "removed", name);
    await rm(place, { recursive: true, force: true });
    await makeFolder(dirname(place));
    await moveFolder(join(outFolder, name), place);
    taken.push(id);
  }
  for (const model of await list(outFolder)) {
    if ((await list(join(outFolder, model))).length === 0)
      await rm(join(outFolder, model), { recursive: true, force: true });
  }
  return taken;
}

/** Folders of all atlases that are published, `model/dataset`, in their order. */
export async function publishedAtlases(outFolder: string): Promise<string[]> {
  const names: string[] = [];
  for (const model of await list(outFolder))
    for (const dataset of await list(join(outFolder, model)))
      if (!dataset.startsWith(".")) names.push(`${model}/${dataset}`);
  return names;
}

/** Names of the folders in a folder, in their order; none where there is no such folder. */
async function list(folder: string): Promise<string[]> {
  return namesIn(folder, (entry) => entry.isDirectory());
}

/** The same of all that is there. */
async function listAll(folder: string): Promise<string[]> {
  return namesIn(folder, () => true);
}

async function namesIn(folder: string, isWanted: (entry: Dirent) => boolean): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (isWanted(entry) ? [entry.name] : [])).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}
