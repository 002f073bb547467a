/** Finds the packages of a bundle and their licenses. */
import { readdir, readFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { basename, dirname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";

export interface PackageLicense {
  readonly name: string;
  readonly version: string;
  /** From its package.json, e.g. `MIT` or `(MIT OR Apache-2.0)`, or the title of its text; null if it has no valid license. */
  readonly license: string | null;
  /** The text of the license in the package; "" if it has none. */
  readonly text: string;
}

/** Licenses that allow redistribution with attribution and the license text. */
const KNOWN: readonly string[] = [
  ...[
    "0BSD",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CC-BY-4.0",
    "ISC",
    "MIT",
  ],
  ...["MIT-0", "OFL-1.1", "Unlicense", "Zlib"],
];
/** Virtual modules, with the packages that they are made from: each is a dependency of the one before it, the first is ours. */
const MADE_UP_BY: readonly (readonly [start: RegExp, chain: readonly string[]])[] = [
  [/^\0?(?:virtual:)?astro:/, ["astro"]],
  [/^\0vite\//, ["astro", "vite"]],
  [/^\0rolldown\//, ["astro", "vite", "rolldown"]],
];
const LICENSE_FILE = /^(?:licen[sc]e|copying|notice)(?:[-.].*)?$/i;

/**
 * The folder of the package that a module of a bundle belongs to; undefined for our own files.
 *
 * @param id The bundler's name for it: a path, perhaps followed by a query, or a name that begins with a zero byte.
 * @param root The project's folder.
 */
export function packageFolder(id: string, root: string): string | undefined {
  const madeUp = MADE_UP_BY.find(([start]) => start.test(id));
  if (madeUp) return installedFolder(madeUp[1]);
  const path = id.replace(/^\0/, "").replace(/\?.*$/, "").replaceAll("\\", "/");
  const start = path.lastIndexOf("node_modules/");
  if (start < 0) return undefined;
  const inside = path.slice(start + "node_modules/".length).split("/");
  const name = inside.slice(0, inside[0]?.startsWith("@") ? 2 : 1).join("/");
  const folder = `${path.slice(0, start)}node_modules/${name}`;
  // Names of assets are relative to the project.
  return start === 0 || !/^(?:\/|[a-z]:)/i.test(folder) ? join(root, folder) : folder.replaceAll("/", sep);
}

/** The folder of the last package in a chain of dependencies. With an isolated node_modules, only its dependent can resolve it. */
function installedFolder(chain: readonly string[]): string | undefined {
  let manifest: string | undefined;
  for (const name of chain) {
    manifest = findPackageJSON(name, manifest === undefined ? import.meta.url : pathToFileURL(manifest));
    if (manifest === undefined) return undefined;
  }
  return manifest === undefined ? undefined : dirname(manifest);
}

/** Reads the license of a package; null if the package cannot be found. */
export async function readLicense(folder: string): Promise<PackageLicense> {
  const manifest = await readFile(join(folder, "package.json"), "utf8").catch(() => "");
  if (manifest === "") return { name: basename(folder), version: "", license: null, text: "" };
  const { name, version, license } = JSON.parse(manifest) as Record<string, unknown>;
  const files = (await readdir(folder)).filter((file) => LICENSE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const text = texts.map(plainText).join("\n\n");
  // Some packages state their license only by its text.
  const stated =
    license === undefined && /^(?:the )?MIT License(?: \(MIT\))?\n/i.test(text) ? "MIT" : license;
  return {
    name: String(name),
    version: String(version),
    license: typeof stated === "string" && isKnown(stated) ? stated : null,
    text,
  };
}

/** Whether all licenses in an expression are known. */
function isKnown(expression: string): boolean {
  const ids = expression.split(/[\s()]+|\bOR\b|\bAND\b/).filter((word) => word !== "");
  return ids.length > 0 && ids.every((id) => KNOWN.includes(id));
}

/** Normalizes line ends, which depend on the system that packed the package. */
function plainText(text: string): string {
  return text
    .replace(/^\ufeff/, "")
    .replace(/[^\S\n]*\r?\n/g, "\n")
    .trim();
}
