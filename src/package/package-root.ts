/** Where Headland's own files lie: the repository, or its package below a project's node_modules. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder that holds Headland's package.json, as an absolute path; compiled files lie deeper than their sources. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
