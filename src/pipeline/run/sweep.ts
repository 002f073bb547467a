/** Removes what killed processes have left behind, and takes atlases without input out of the site. */
import type { Dirent } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../config/folder.ts";
import { parseAtlasFolder, type AtlasId } from "#atlas/address.ts";
import { freeDeadLock } from "../cache/lock.ts";
import { moveFolder } from "../cache/move-folder.ts";
import { isLeftover } from "../cache/owner.ts";

/** Folders with unfinished files, below the folder of results; the empty name is that folder itself. */
const PLACES = ["", "staging", "captures", "locks", "published", "uses", "store/tmp"];
/** Files of older versions, which did not put the process into the name. */
const OLDER: Readonly<Record<string, RegExp>> = {
  staging: /\.new(-old)?$/,
  captures: /\.new$/,
  "store/tmp": /^[\da-f-]{36}$/,
};
/** The same beside published atlases, whose names do not begin with a dot. */
const OLDER_PUBLISHED = /^\..*\.new(-old)?$/;

export interface SweptFolders {
  /** The folder of published atlases. */
  readonly outFolder: string;
  /** The folder of results. */
  readonly workFolder: string;
}

/** Removes unfinished files and locks of processes that have ended. Files of running processes stay, including our own. */
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
 * Takes atlases that should no longer be shown out of the site. They are not lost: each stays below `removed/` in the
 * folder of results until the next one of the same name.
 *
 * @returns The atlases that were taken out.
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

/** The folders of all published atlases, `model/dataset`, sorted. */
export async function publishedAtlases(outFolder: string): Promise<string[]> {
  const names: string[] = [];
  for (const model of await list(outFolder))
    for (const dataset of await list(join(outFolder, model)))
      if (!dataset.startsWith(".")) names.push(`${model}/${dataset}`);
  return names;
}

/** Names of the subfolders of a folder, sorted; empty if the folder does not exist. */
async function list(folder: string): Promise<string[]> {
  return namesIn(folder, (entry) => entry.isDirectory());
}

/** The same for all entries. */
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
