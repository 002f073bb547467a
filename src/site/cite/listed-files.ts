/** The files of an atlas with sizes and digests, as its list gives them, and what each of them is. */
import { FormatError } from "../../atlas/files/columns.ts";
import { openFile, readCount, readFields } from "../../atlas/files/fields.ts";

export interface ListedFile {
  /** Inside the folder of the atlas. */
  readonly path: string;
  readonly nBytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** @param json The content of `files.json`. @throws {FormatError} if it is not such a list. */
export function parseList(json: unknown): ListedFile[] {
  const files = Object.entries(readFields(openFile(json, "files")["files"], "files"));
  return files.map(([path, entry]) => {
    const [nBytes, sha256] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
    if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256))
      throw new FormatError(`files.${path}: expected a size and a digest.`);
    return { path, nBytes: readCount(nBytes, `files.${path}`, Number.MAX_SAFE_INTEGER), sha256 };
  });
}

/** By the ending of a name. */
const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv",
  json: "application/json",
  md: "text/markdown",
  npz: "application/zip",
  parquet: "application/vnd.apache.parquet",
  png: "image/png",
  safetensors: "application/octet-stream",
  webp: "image/webp",
};

export function mediaType(path: string): string {
  return TYPES[/\.(\w+)$/.exec(path)?.[1] ?? ""] ?? "application/octet-stream";
}

const KINDS: readonly (readonly [pattern: RegExp, what: (part: string) => string])[] = [
  [/^manifest\.json$/, () => "Description of the atlas"],
  [/^heads\.json$/, () => "Numbers of all heads"],
  [/^tokens(?:-(.+))?\.json$/, (tower) => (tower === "" ? "Tokens" : `Tokens of the ${tower}`)],
  [/^patches.*\.webp$/, () => "Pictures of all patches"],
  [/^sheet-.*\.webp$/, () => "Pictures of all heads"],
  [/^layers\/([^/]+)\//, (layer) => `Coarse maps of the heads of ${layer}`],
  [/^heads\/([^/]+)\/attention\.json$/, (head) => `Attention weights of ${head}`],
  [/^heads\/([^/]+)\/patterns\.json$/, (head) => `Sequences in which ${head} attends`],
  [/^heads\/([^/]+)\/points\.json$/, (head) => `Numbers of the points of ${head}`],
  [/^heads\/([^/]+)\/average\.webp$/, (head) => `Picture of the average pattern of ${head}`],
  [/^heads\/([^/]+)\/[^/]+\.webp$/, (head) => `Picture of a map of ${head}`],
  [/^heads\/([^/]+)\/[^/]+\d\.json$/, (head) => `Coordinates of a map of ${head}`],
];

/** What a file is, in a few words; its path, if we know nothing better. */
export function fileTitle(path: string): string {
  for (const [pattern, what] of KINDS) {
    const found = pattern.exec(path);
    if (found) return what(found[1] ?? "");
  }
  return path;
}
