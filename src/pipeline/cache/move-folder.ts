/**
 * Folders change their places as a whole: readers find all of a folder, or nothing. One rename does it, except from one disk
 * to another, and inside containers, where folders of an image cannot be renamed at all: the system then says EXDEV.
 */
import { cp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { nameInTheMaking } from "./owner.ts";

/**
 * Moves a folder to a place where nothing is, and stands in whole at the one or the other whenever the process is killed.
 *
 * @throws {Error} as the system gives it, e.g. ENOENT where there is no such folder.
 */
export async function moveFolder(from: string, to: string): Promise<void> {
  if (await isRenamed(from, to)) return;
  await rename(await copyBeside(from, to), to);
  await removeFolder(from);
}

/** Puts a folder in the place of another, which is removed; it need not be there. */
export async function replaceFolder(from: string, to: string): Promise<void> {
  const old = `${from}-old`;
  const isAway = await ignoringMissing(() => isRenamed(to, old));
  if ((isAway ?? true) && (await isRenamed(from, to))) {
    await rm(old, { recursive: true, force: true });
    return;
  }
  // All that takes time is done while the old one still stands in its place.
  const copy = await copyBeside(from, to);
  await removeFolder(to);
  await rename(copy, to);
  for (const path of [from, old]) await rm(path, { recursive: true, force: true });
}

/** Removes a folder, which leaves its place first: half of one must not be taken for one. It need not be there. */
export async function removeFolder(folder: string): Promise<void> {
  const aside = await hiddenBeside(folder);
  const isAside = await ignoringMissing(() => isRenamed(folder, aside));
  // Where it cannot leave its place it is removed there.
  if (isAside !== undefined) await rm(isAside ? aside : folder, { recursive: true, force: true });
}

/** @returns A copy on the other place's disk, under a name that is swept away if we are killed. */
async function copyBeside(from: string, to: string): Promise<string> {
  const copy = await hiddenBeside(to);
  try {
    await cp(from, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    return copy;
  } catch (error) {
    // The error that came first is the one to tell.
    await rm(copy, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function hiddenBeside(path: string): Promise<string> {
  return join(dirname(path), `.${basename(await nameInTheMaking(path))}`);
}

/** @returns False where only a copy can go there. */
async function isRenamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    return false;
  }
}

/** @returns undefined where there is nothing. */
async function ignoringMissing<Result>(run: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await run();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
