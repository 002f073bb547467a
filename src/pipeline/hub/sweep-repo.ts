/**
 * Removes what a killed process left half made in a model's folder of the hub cache. What has arrived of a file
 * (`<checksum>.incomplete`) stays: the next download resumes it, and other programs may be writing to theirs.
 */
import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { freeDeadLock } from "../cache/lock.ts";
import { isLeftover } from "../cache/owner.ts";

/** Whose the tag of a partial download is: beside `<checksum>.incomplete`, and of no use without it. */
const TAG = /\.etag$/;

/**
 * @param lock Path of the lock on this folder.
 * @throws {Error} as the system gives it, but for a folder that may not be changed: leftovers then harm nobody.
 */
export async function sweepRepo(folder: string, lock: string): Promise<void> {
  try {
    const names = await readdir(folder, { recursive: true });
    const isThere = new Set(names);
    for (const name of names) {
      const isOrphan = name.endsWith(".incomplete.etag") && !isThere.has(name.replace(TAG, ""));
      if (isOrphan || (await isLeftover(basename(name)))) await rm(join(folder, name), { force: true });
    }
    await freeDeadLock(lock);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!/^(ENOENT|ENOTDIR|EACCES|EPERM|EROFS)$/.test(code ?? "")) throw error;
  }
}
