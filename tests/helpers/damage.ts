/** What a disk, a kill or a hand does to files that were kept. */
import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** All files below a folder, in their order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Changes one bit of a file. @param at Which byte; the one in the middle if not given. */
export async function flip(path: string, at?: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at ?? Math.floor(bytes.length / 2)]! ^= 4;
  await writeFile(path, bytes);
}

/** Sets the time of the last change of every file below a folder long ago: as if it had been left alone since. */
export async function age(folder: string): Promise<void> {
  const then = new Date("2020-01-01");
  for (const path of await filesBelow(folder)) await utimes(path, then, then);
}
