/** Lists folders, where a missing one is not an error, and creates folders. */
import type { BigIntStats } from "node:fs";
import { mkdir, readdir, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";

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

/** Makes a folder and those above it. @throws {Error} as the system gives it, also if the current folder has been removed. */
export async function makeFolder(path: string): Promise<void> {
  // Node never comes back from making a relative path in a folder that is gone.
  if (!isAbsolute(path)) await stat(process.cwd());
  await mkdir(path, { recursive: true });
}

/** What systems and programs keep beside the files of a user, who does not see it. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || /^(?:thumbs\.db|desktop\.ini)$/i.test(name);
}
