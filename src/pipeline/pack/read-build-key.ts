/** Reads from a published atlas which input it was built from. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { atlasFiles } from "#atlas/address.ts";
import type { Manifest } from "#atlas/files/manifest.ts";

/** The build key in the manifest; undefined if there is no atlas, or its manifest is damaged. */
export async function readBuildKey(folder: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(folder, atlasFiles.manifest), "utf8");
    return (JSON.parse(text) as Partial<Manifest> | null)?.buildKey;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError || /^(ENOENT|ENOTDIR|EISDIR)$/.test(code ?? "")) return undefined;
    throw error;
  }
}
