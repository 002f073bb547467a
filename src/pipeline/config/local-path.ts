/** Resolves paths in YAML files. */
import { homedir } from "node:os";
import { isAbsolute, join, resolve, sep } from "node:path";

/** @param folder Where relative paths start. @returns An absolute path; `~/` is the user's own folder, as in a shell. */
export function localPath(text: string, folder: string): string {
  const inHome = /^~(?:[/\\]|$)/.exec(text);
  if (inHome) return join(homedir(), text.slice(inHome[0].length));
  return isAbsolute(text) ? text : resolve(folder, text);
}

/** What to do where nothing lies at a path. @param path Absolute, as `localPath` gives it. */
export function cureOfMissing(path: string): string {
  return [`It was looked for at ${path}.`, cureOfSlashes(path)]
    .filter((part) => part !== undefined)
    .join(" ");
}

/** Undefined where slashes are as they must be here. */
export function cureOfSlashes(path: string): string | undefined {
  const isForeign = sep === "/" && path.includes("\\");
  return isForeign ? "Write the path with slashes: backslashes divide folders on Windows only." : undefined;
}
