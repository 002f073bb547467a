/** Puts a file of the public folder into the site. */
import { constants, copyFileSync, linkSync, mkdirSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";

export interface PlaceFile {
  /** A second name of the same file, where the disk allows it: it takes no time and no room. Else a copy. */
  readonly link: (from: string, to: string) => void;
  readonly copy: (from: string, to: string) => void;
}

/**
 * What the site has already stays, and a file that is not there is left out. A file that is linked must never be written to in
 * either place, only replaced.
 *
 * @param linkFile The system's way to link, which throws where it cannot.
 */
export function placeFiles(linkFile: (from: string, to: string) => void = linkSync): PlaceFile {
  const made = new Set<string>();
  const place = (from: string, to: string, put: (from: string, to: string) => void): void => {
    const folder = dirname(to);
    try {
      if (!made.has(folder)) mkdirSync(folder, { recursive: true });
      made.add(folder);
      put(from, to);
    } catch (error) {
      if (!isOneOf(error, ["EEXIST", "ENOENT"])) throw error;
    }
  };
  const copy = (from: string, to: string): void => copyFileSync(from, to, constants.COPYFILE_EXCL);
  const seen = new Map<string, ReadonlySet<string>>();
  /** Asked of a folder once, which takes less than to ask of each of its files. */
  const isSymbolic = (path: string): boolean => {
    const folder = dirname(path);
    const names = seen.get(folder) ?? symbolicLinksIn(folder);
    seen.set(folder, names);
    return names.has(basename(path));
  };
  const link = (from: string, to: string): void => {
    // A link to a symbolic link would be one, too, and lead nowhere on a host.
    if (isSymbolic(from)) {
      copy(from, to);
      return;
    }
    try {
      linkFile(from, to);
    } catch (error) {
      if (isOneOf(error, ["EEXIST", "ENOENT"])) throw error;
      copy(from, to);
    }
  };
  return { link: (from, to) => place(from, to, link), copy: (from, to) => place(from, to, copy) };
}

const NONE: ReadonlySet<string> = new Set();

function symbolicLinksIn(folder: string): ReadonlySet<string> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .map(({ name }) => name);
  return names.length === 0 ? NONE : new Set(names);
}

function isOneOf(error: unknown, codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? "");
}
