/** What lies in a model's folder; what is not there is no error. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}

/** Names of files in a folder below the model's own, as seen from there; none where there is no such folder. */
export async function listFolder(folder: string, inside: string): Promise<string[]> {
  try {
    const names = await readdir(join(folder, inside));
    return names.sort().map((name) => (inside === "." ? name : `${inside}/${name}`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}
