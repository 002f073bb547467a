/** Removes files that Astro copies from the public folder into a built site although they are not part of the site. */
import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { atlasFiles } from "../atlas/address.ts";
import { EXPLAINED_FILE } from "../atlas/head/explained-file.ts";
import { expectedModelSlug } from "../atlas/slug.ts";

/** Must come before integrations that read the finished site. */
export function pruneSite(): AstroIntegration {
  return {
    name: "headland-prune-site",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        await pruneFolder(fileURLToPath(dir));
      },
    },
  };
}

/** Hidden files at the root that hosts ask for. */
const ASKED_BY_HOSTS: readonly string[] = [".nojekyll", ".well-known"];

/** Files that systems, editors and other programs leave behind. */
const IS_LEFTOVER = /^\.|^(?:thumbs\.db|desktop\.ini)$|^#.*#$|~$|\.(?:bak|orig|rej|sw[op]|tmp)$/i;

/**
 * Removes leftovers of systems and editors, and files in `atlas/` that belong to no page or are not listed by their atlas.
 * Data of atlases that the site leaves out is not published.
 *
 * @returns Sorted paths of the removed files, with slashes; a folder that is removed completely is one entry.
 */
export async function pruneFolder(site: string): Promise<string[]> {
  const removed: string[] = [];
  const remove = async (path: string): Promise<void> => {
    await rm(path, { recursive: true, force: true });
    removed.push(relative(site, path).replaceAll(sep, "/"));
  };
  for (const path of await leftoversBelow(site)) await remove(path);
  const data = join(site, "atlas");
  for (const model of await namesIn(data)) {
    const datasets = await namesIn(join(data, model));
    const shown = await shownOf(site, model, datasets);
    if (shown.length === 0) await remove(join(data, model));
    else
      for (const dataset of datasets) {
        const folder = join(data, model, dataset);
        if (!shown.includes(dataset)) await remove(folder);
        else for (const path of await unlisted(folder)) await remove(path);
      }
  }
  return removed.sort();
}

async function leftoversBelow(site: string): Promise<string[]> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  const paths = entries.flatMap(({ name, parentPath }) => {
    const path = join(parentPath, name);
    const isAsked = ASKED_BY_HOSTS.includes(relative(site, path).split(sep)[0] ?? "");
    return IS_LEFTOVER.test(name) && !isAsked ? [path] : [];
  });
  // Entries of a removed folder need not be removed separately.
  const all = new Set(paths);
  return paths.filter((path) => !parentsOf(path, site).some((parent) => all.has(parent)));
}

function parentsOf(path: string, site: string): string[] {
  const parent = dirname(path);
  return parent.length <= site.length ? [] : [parent, ...parentsOf(parent, site)];
}

/** Atlases that have a page. */
async function shownOf(site: string, model: string, datasets: readonly string[]): Promise<string[]> {
  // Pages below names that belong to the site are not atlases.
  if (expectedModelSlug(model) !== undefined) return [];
  const shown: string[] = [];
  for (const dataset of datasets)
    if ((await namesIn(join(site, model, dataset))).includes("index.html")) shown.push(dataset);
  return shown;
}

/** Files that an atlas does not list; none if it has no list, as in older versions, or a damaged one. */
async function unlisted(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, atlasFiles.files), "utf8").catch(() => undefined);
  if (text === undefined) return [];
  const listed = listedIn(text);
  if (listed === undefined) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isDirectory() || listed.has(relative(folder, path).replaceAll(sep, "/")) ? [] : [path];
  });
}

/** Files beside those that an atlas lists. */
const OF_THE_SITE: readonly string[] = [
  atlasFiles.files,
  atlasFiles.roCrate,
  atlasFiles.croissant,
  atlasFiles.headsTable,
  atlasFiles.finder,
  EXPLAINED_FILE,
];

function listedIn(text: string): ReadonlySet<string> | undefined {
  try {
    const { files } = JSON.parse(text) as { files: Readonly<Record<string, unknown>> };
    return new Set([...Object.keys(files), ...OF_THE_SITE]);
  } catch {
    return undefined;
  }
}

/** Sorted; empty if there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (/^(?:ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  });
  return names.sort();
}
