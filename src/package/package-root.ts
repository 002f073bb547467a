/** The folder of Headland's own files: the repository, or the package in a project's node_modules. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder that contains Headland's package.json, as an absolute path; compiled files are deeper in it than sources. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
