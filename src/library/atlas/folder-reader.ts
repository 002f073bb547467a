/** Files of an atlas from a folder. Node only, but harmless to import in a browser. */
import { FormatError } from "#atlas/files/columns.ts";
import type { ReadFile } from "#atlas/open-atlas.ts";

/**
 * Reads an atlas from the disk.
 *
 * @param folder Of one atlas, e.g. `public/atlas/tiny-gpt/stories`.
 * @returns What `readAtlas` takes. It rejects with a FormatError that names the file if that is missing or cannot be read.
 */
export function folderReader(folder: string): ReadFile {
  return async (path) => {
    // An import of Node's would not get past a bundler for browsers.
    const { readFile } = process.getBuiltinModule("node:fs/promises");
    try {
      return await readFile(`${folder}/${path}`);
    } catch (cause) {
      const { code = "unknown" } = cause as NodeJS.ErrnoException;
      const what = code === "ENOENT" ? "is missing" : `cannot be read (${code})`;
      throw new FormatError(`${path} ${what}: expected it in ${folder}.`, { cause });
    }
  };
}
