/** Remembers which models were built by name although they are switched off: their atlases stay in the site. */
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../config/folder.ts";
import type { AtlasId } from "#atlas/address.ts";
import type { Content } from "../config/load-content.ts";

/** One empty file per model, so that two builds at once cannot undo each other's entries. */
function folderIn(workFolder: string): string {
  return join(workFolder, "asked");
}

export async function rememberAsked(workFolder: string, models: readonly string[]): Promise<void> {
  if (models.length === 0) return;
  await makeFolder(folderIn(workFolder));
  for (const model of models) await writeFile(join(folderIn(workFolder), model), "");
}

/** Forgets models that are switched on, so that switching them off again removes them from the site. @returns The others. */
export async function askedModels(
  workFolder: string,
  isOff: (model: string) => boolean,
): Promise<ReadonlySet<string>> {
  const names = await readdir(folderIn(workFolder)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  for (const name of names.filter((asked) => !isOff(asked)))
    await rm(join(folderIn(workFolder), name), { recursive: true, force: true });
  return new Set(names.filter(isOff));
}

/** Whether an atlas belongs in the site: if content/ wants it, or if its model was built by name while it was switched off. */
export async function shownAtlases(
  workFolder: string,
  { standing, off }: Pick<Content, "standing" | "off">,
): Promise<(id: AtlasId) => boolean> {
  const asked = await askedModels(workFolder, (model) => off.has(model));
  return (id) => standing(id) === "on" || (standing(id) === "off" && asked.has(id.model));
}
