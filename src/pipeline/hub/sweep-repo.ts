/**
 * Removes unfinished files that a killed process left in a model's folder of the hub cache. Partial downloads
 * (`<checksum>.incomplete`) stay: the next download resumes them, and other programs may be writing to theirs.
 */
import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { freeDeadLock } from "../cache/lock.ts";
import { isLeftover } from "../cache/owner.ts";

/** The ETag of a partial download, a file beside `<checksum>.incomplete` that is useless without it. */
const TAG = /\.etag$/;

/**
 * @param lock Path of the lock on this folder.
 * @throws {Error} of the system, except if the folder cannot be changed: then leftovers do no harm.
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
