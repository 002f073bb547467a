/** Looks for weights in the folders below one that has none, to tell the author where they are. */
import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { isWeights } from "./choose-weights.ts";
import { isHidden } from "../config/folder.ts";

const MOST_LEVELS = 3;
const MOST_FOLDERS = 100;

/** Paths as seen from the folder, nearer ones first. Links to folders are not followed. */
export function weightsBelow(folder: string): string[] {
  const found: string[] = [];
  let level = [""];
  for (let depth = 0; depth < MOST_LEVELS && level.length > 0; depth++) {
    const next: string[] = [];
    for (const inside of level.slice(0, MOST_FOLDERS)) {
      for (const entry of entriesOf(join(folder, inside))) {
        const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
        if (entry.isDirectory() && !isHidden(entry.name)) next.push(path);
        else if (depth > 0 && isWeights(entry.name)) found.push(path);
      }
    }
    level = next;
  }
  return found;
}

/** What may not be read is no answer either. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
