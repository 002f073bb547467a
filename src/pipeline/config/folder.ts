/** Lists folders, where a missing one is not an error, and creates folders. */
import type { BigIntStats } from "node:fs";
import { mkdir, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (/^(ENOENT|ENOTDIR|ENAMETOOLONG)$/.test(code ?? "")) return false;
    throw error;
  }
}

/** Size, times and number of the file that a path leads to, through links; undefined where it leads to none, or to something else. */
export async function fileStats(path: string): Promise<BigIntStats | undefined> {
  try {
    const found = await stat(path, { bigint: true });
    return found.isFile() ? found : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (/^(ENOENT|ENOTDIR|ELOOP|EACCES|EPERM|ENAMETOOLONG)$/.test(code ?? "")) return undefined;
    throw error;
  }
}

export async function isFile(path: string): Promise<boolean> {
  return (await fileStats(path)) !== undefined;
}

/** Names of files in a folder below the model's own, as seen from there; none where there is no such folder. */
export async function listFolder(folder: string, inside: string): Promise<string[]> {
  try {
    const names = await readdir(join(folder, inside));
    return names.sort().map((name) => (inside === "." ? name : `${inside}/${name}`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (/^(ENOENT|ENOTDIR|ENAMETOOLONG)$/.test(code ?? "")) return [];
    throw error;
  }
}

/**
 * Makes a folder and those above it. Node's own `recursive` never comes back where a folder that is there takes none, as in
 * `/proc`, or where the current folder has been removed.
 *
 * @throws {Error} as the system gives it.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isMade(path)) return;
  const above = dirname(path);
  if (above !== path && !(await exists(above))) await makeFolder(above);
  // Another process may have made the folder above since the first try.
  if (!(await isMade(path))) await mkdir(path);
}

/** @returns Whether the folder is there now; false where the one above it is missing. */
async function isMade(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) return true;
    throw error;
  }
}

/** What systems and programs keep beside the files of a user, who does not see it. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || /^(?:thumbs\.db|desktop\.ini)$/i.test(name);
}
