/** What stands for an atlas where a folder cannot: its lock, and the files that are kept about it. */

import { join } from "node:path";

/** @param atlas `model/dataset`; neither of them has `--` in its name. */
export function lockName(atlas: string): string {
  return atlas.replaceAll("/", "--");
}

/** Remembers the times of the files of a published atlas, `model/dataset`. */
export function stampsPath(workFolder: string, atlas: string): string {
  return join(workFolder, "published", `${lockName(atlas)}.json`);
}
