/** What stands for an atlas where a folder cannot: its lock, and the files that are kept about it. */

/** @param atlas `model/dataset`; neither of them has `--` in its name. */
export function lockName(atlas: string): string {
  return atlas.replaceAll("/", "--");
}
