/** Puts into a built site what is published of the public folder, in place of Astro, which would copy everything. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import type { Plugin } from "vite";
import { atlasFiles } from "../../atlas/address.ts";
import { EXPLAINED_FILE } from "../../atlas/head/explained-file.ts";
import { expectedModelSlug } from "../../atlas/slug.ts";
import { placeFiles, type PlaceFile } from "./place-file.ts";

/** When the pages are there, because data is published of atlases that have one, and before integrations read the finished site. */
export function publishFiles(): AstroIntegration {
  let publicFolder = "";
  return {
    name: "headland-publish-files",
    hooks: {
      "astro:config:setup": ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [withoutCopies()] } });
      },
      "astro:config:done": ({ config }) => {
        publicFolder = fileURLToPath(config.publicDir);
      },
      "astro:build:generated": ({ dir }) => {
        publishFolder(publicFolder, fileURLToPath(dir));
      },
    },
  };
}

/** The bundler would copy a hundred thousand files before it is known which of them are published. */
function withoutCopies(): Plugin {
  return {
    name: "headland-without-copies",
    configEnvironment: (name) => (name === "client" ? { build: { copyPublicDir: false } } : undefined),
  };
}

/** Hidden files at the root that hosts ask for. */
const ASKED_BY_HOSTS: readonly string[] = [".nojekyll", ".well-known"];

/** Files that systems, editors and other programs leave behind. */
const IS_LEFTOVER = /^\.|^(?:thumbs\.db|desktop\.ini)$|^#.*#$|~$|\.(?:bak|orig|rej|sw[op]|tmp)$/i;

/** The folder of all data, in the public folder and in a site. */
export const DATA = "atlas";

/**
 * Left out are leftovers of systems and editors, and files in `atlas/` that belong to no page or are not listed by their atlas:
 * data of atlases that the site leaves out is not published. Listed files are linked, others copied. What the site has stays.
 */
export function publishFolder(publicFolder: string, site: string, place: PlaceFile = placeFiles()): void {
  for (const name of namesIn(publicFolder)) {
    const [from, to] = [join(publicFolder, name), join(site, name)];
    if (ASKED_BY_HOSTS.includes(name)) copyAll(from, to, place, () => true);
    else if (name !== DATA) copyAll(from, to, place);
  }
  const data = join(publicFolder, DATA);
  // Pages below names that belong to the site are not atlases.
  for (const model of namesIn(data).filter((name) => expectedModelSlug(name) === undefined))
    for (const dataset of namesIn(join(data, model))) {
      const isShown = namesIn(join(site, model, dataset)).includes("index.html");
      const [from, to] = [join(data, model, dataset), join(site, DATA, model, dataset)];
      if (isShown) publishAtlas(from, to, place);
    }
}

/** What an atlas lists; all of it if it has no list, as in older versions, or a damaged one. */
function publishAtlas(from: string, to: string, place: PlaceFile): void {
  const listed = listedIn(from);
  if (listed === undefined) copyAll(from, to, place);
  else
    for (const path of listed)
      if (path.split("/").every(isPublished)) place.link(join(from, path), join(to, path));
}

function copyAll(from: string, to: string, place: PlaceFile, isAsked = isPublished): void {
  if (!isAsked(basename(from))) return;
  if (statSync(from).isDirectory())
    for (const name of namesIn(from)) copyAll(join(from, name), join(to, name), place, isAsked);
  else place.copy(from, to);
}

/** Whether a part of a path may be published; none that leads out of its folder is. */
function isPublished(name: string): boolean {
  return name !== "" && !name.includes("\\") && !IS_LEFTOVER.test(name);
}

/** Files beside those that an atlas lists, if they are there. */
const OF_THE_SITE: readonly string[] = [
  atlasFiles.files,
  atlasFiles.roCrate,
  atlasFiles.croissant,
  atlasFiles.headsTable,
  atlasFiles.finder,
  EXPLAINED_FILE,
];

function listedIn(folder: string): readonly string[] | undefined {
  try {
    const { files } = JSON.parse(readFileSync(join(folder, atlasFiles.files), "utf8")) as {
      files: Readonly<Record<string, unknown>>;
    };
    return [...Object.keys(files), ...OF_THE_SITE];
  } catch {
    return undefined;
  }
}

/** Sorted; empty if there is no such folder. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (/^(?:ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}
