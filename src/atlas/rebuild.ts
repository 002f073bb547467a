/** Tells what to do about an atlas that is damaged or was made by another version. */
import { ownCommand } from "#package/own-command.ts";
import type { AtlasId } from "./address.ts";
import { expectedModelSlug, expectedSlug } from "./slug.ts";

/** A sentence. @param flags Of the command, e.g. `--force`. */
export function rebuildCure({ model, dataset }: AtlasId, flags = ""): string {
  for (const [kind, name, expected] of [
    ["model", model, expectedModelSlug(model)],
    ["dataset", dataset, expectedSlug(dataset)],
  ] as const) {
    // No build can make an atlas with this name.
    if (expected !== undefined)
      return `A ${kind} cannot have the name ${name}: expected ${expected}. Rename content/${kind}s/${name}.yaml, build it under its new name, and remove the folder.`;
  }
  const command = ownCommand("atlas", flags === "" ? model : `${model} ${flags}`);
  return `Build it again with ${command}, or remove the folder.`;
}
