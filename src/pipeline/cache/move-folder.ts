/**
 * Moves folders so that readers find the complete folder or nothing. One rename is enough, unless the two places are on different
 * disks, or the folder is part of a container image (overlayfs): then the system answers EXDEV, and the folder is copied.
 */
import { cp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { nameInTheMaking } from "./owner.ts";

/**
 * Moves a folder to a free place. If the process is killed at any time, the complete folder is at one of the two places.
 *
 * @throws {Error} of the system, e.g. ENOENT if there is no such folder.
 */
export async function moveFolder(from: string, to: string): Promise<void> {
  if (await isRenamed(from, to)) return;
  await rename(await copyBeside(from, to), to);
  await removeFolder(from);
}

/** Replaces the folder `to`, if there is one, by the folder `from`. */
export async function replaceFolder(from: string, to: string): Promise<void> {
  const old = `${from}-old`;
  const isAway = await ignoringMissing(() => isRenamed(to, old));
  if ((isAway ?? true) && (await isRenamed(from, to))) {
    await rm(old, { recursive: true, force: true });
    return;
  }
  // The slow part, copying, comes first: readers still see the old folder during it.
  const copy = await copyBeside(from, to);
  await removeFolder(to);
  await rename(copy, to);
  for (const path of [from, old]) await rm(path, { recursive: true, force: true });
}

/** Removes a folder, if there is one. It is renamed first, so that nobody finds a part of it. */
export async function removeFolder(folder: string): Promise<void> {
  const aside = await hiddenBeside(folder);
  const isAside = await ignoringMissing(() => isRenamed(folder, aside));
  // A folder that cannot be renamed is removed in place.
  if (isAside !== undefined) await rm(isAside ? aside : folder, { recursive: true, force: true });
}

/** @returns A copy beside `to`; the next build removes it if this process is killed. */
async function copyBeside(from: string, to: string): Promise<string> {
  const copy = await hiddenBeside(to);
  try {
    await cp(from, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    return copy;
  } catch (error) {
    // The first error is the one to report.
    await rm(copy, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function hiddenBeside(path: string): Promise<string> {
  return join(dirname(path), `.${basename(await nameInTheMaking(path))}`);
}

/** @returns False if the folder can only be copied there. */
async function isRenamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    return false;
  }
}

/** @returns undefined if the file or folder is missing. */
async function ignoringMissing<Result>(run: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await run();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
