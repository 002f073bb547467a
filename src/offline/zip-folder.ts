/** Writes files as a zip archive: the same files, the same bytes. */
import { createWriteStream } from "node:fs";
import { readFile, rename, stat } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";

/** What a zip archive without its 64-bit extension can hold. */
const MOST_FILES = 65_535;
const MOST_BYTES = 2 ** 32 - 1;

/** Most files hold numbers in base64, of which further effort saves nothing. */
const LEVEL = 3;

/** Files that are compressed already. */
const IS_PACKED = /\.(?:webp|png|jpe?g|woff2?|zip|parquet|npz)$/i;

/** A file of an archive. */
export interface ZipEntry {
  /** In the archive, with slashes. */
  readonly path: string;
  readonly nBytes: number;
  readonly read: () => Promise<Uint8Array>;
}

/**
 * @param names Files of the folder, with slashes, in the order of the archive.
 * @param inside The folder's name in the archive.
 * @returns Undefined, or why such an archive cannot be written.
 */
export async function zipFolder(
  folder: string,
  names: readonly string[],
  inside: string,
  to: string,
): Promise<string | undefined> {
  return zipEntries(await folderEntries(folder, names, inside), to);
}

/** The files of a folder as entries of an archive. */
export async function folderEntries(
  folder: string,
  names: readonly string[],
  inside: string,
): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const nBytes = (await stat(path)).size;
    entries.push({ path: `${inside}/${name}`, nBytes, read: () => readFile(path) });
  }
  return entries;
}

/**
 * @param entries In the order of the archive.
 * @returns Undefined, or why such an archive cannot be written.
 */
export async function zipEntries(entries: readonly ZipEntry[], to: string): Promise<string | undefined> {
  if (entries.length > MOST_FILES)
    return `it has ${entries.length} files, and an archive holds ${MOST_FILES}`;
  const nBytes = entries.reduce((sum, entry) => sum + entry.nBytes, 0);
  if (nBytes > MOST_BYTES) return `it has ${(nBytes / 2 ** 30).toFixed(1)} GiB, and an archive holds 4 GiB`;
  const stream = createWriteStream(`${to}.new`);
  const written = once(stream, "finish");
  const zip = new Zip((error, bytes, isLast) => {
    if (error) stream.destroy(error);
    else stream.write(bytes);
    if (isLast) stream.end();
  });
  // The earliest time that an archive knows. It is written as local time, so that it is the same everywhere.
  const time = new Date(1980, 0, 1);
  for (const { path, read } of entries) {
    const file = IS_PACKED.test(path) ? new ZipPassThrough(path) : new ZipDeflate(path, { level: LEVEL });
    file.mtime = time;
    zip.add(file);
    file.push(await read(), true);
    if (stream.writableNeedDrain) await once(stream, "drain");
  }
  zip.end();
  await written;
  await rename(`${to}.new`, to);
  return undefined;
}
