/** The guides of a site: Headland's own, and those that a project keeps in its `content/guides`. */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";

/** Below the folder of Headland and of a project. */
export const GUIDES = "content/guides";

/**
 * @param roots Folders that may contain `content/guides`; a guide in a later one replaces the guide of the same name.
 * @returns Paths of the Markdown files by the guide's name in addresses, sorted by name.
 */
export async function guideFiles(roots: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const root of roots) {
    const folder = join(root, GUIDES);
    const names = await readdir(folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    });
    for (const name of names.filter((each) => /^[^._].*\.md$/.test(each)))
      files.set(basename(name, ".md"), join(folder, name));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
