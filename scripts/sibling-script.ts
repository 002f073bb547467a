/** Finds the scripts that commands run in child processes. */
import { fileURLToPath } from "node:url";
import { siblingModule } from "#package/sibling-module.ts";

/** @param name E.g. `build-atlas`. @returns Its path: a source here, compiled in the package. */
export function siblingScript(name: string): string {
  return fileURLToPath(siblingModule(`./${name}`, import.meta.url));
}
