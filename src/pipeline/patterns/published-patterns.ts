/** Tells published atlases of patterns from those with maps. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { atlasFiles } from "#atlas/address.ts";
import { isPatterns } from "#atlas/patterns/patterns.ts";

/** @param folder Of one atlas. @returns False where there is none, or it is damaged. */
export async function holdsPatterns(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, atlasFiles.manifest), "utf8").catch(() => "null");
  try {
    return isPatterns(JSON.parse(text));
  } catch {
    return false;
  }
}
