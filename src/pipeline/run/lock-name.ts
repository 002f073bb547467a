/** Names for files about an atlas, e.g. its lock, where its folder cannot be part of the name. */

import { join } from "node:path";

/** @param atlas `model/dataset`; neither part contains `--`. */
export function lockName(atlas: string): string {
  return atlas.replaceAll("/", "--");
}

/** The file that remembers the times of the files of a published atlas, `model/dataset`. */
export function stampsPath(workFolder: string, atlas: string): string {
  return join(workFolder, "published", `${lockName(atlas)}.json`);
}
