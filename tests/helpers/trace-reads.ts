/** Sees which files are read, also by native code: reading moves a file's time of access. */
import { readdir, readFile, realpath, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

const DAY_MS = 86_400_000;

/** Whether the file system notes reading; some are mounted without. */
export async function notesReading(folder: string): Promise<boolean> {
  const file = join(folder, "control.txt");
  await writeFile(file, "read me");
  return (await readsIn(folder, () => readFile(file))).has(await realpath(file));
}

/** Real paths of the files in and below a folder, or behind links there, that `act` reads. */
export async function readsIn(folder: string, act: () => Promise<unknown>): Promise<Set<string>> {
  const files = new Set<string>();
  for (const name of await readdir(folder, { recursive: true })) {
    const file = await realpath(join(folder, name)).catch(() => undefined);
    if (file !== undefined && (await stat(file)).isFile()) files.add(file);
  }
  const before = new Map<string, bigint>();
  for (const file of files) {
    const { mtime } = await stat(file);
    // Most systems note reading only where the last one noted lies before the last change, or a day ago.
    await utimes(file, new Date(mtime.getTime() - 2 * DAY_MS), mtime);
    before.set(file, await accessed(file));
  }
  await act();
  const read = new Set<string>();
  for (const [file, time] of before) if ((await accessed(file)) !== time) read.add(file);
  return read;
}

async function accessed(file: string): Promise<bigint> {
  return (await stat(file, { bigint: true })).atimeNs;
}
