/**
 * Knows whether a built site is complete and current. The stamp is written last and records what the site was built from and
 * what it consists of; without a matching stamp, the site is built again.
 */
import type { AstroIntegration } from "astro";
import { createHash } from "node:crypto";
import { readdirSync, statSync, type Stats } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CLAIMS } from "#pipeline/config/claims/load-claims.ts";
import { GUIDES } from "./guide-files.ts";
import type { SiteAddress } from "./site-address.ts";

/** The sources of a site and its output folder. */
export interface SitePlace {
  /** The project's folder. */
  readonly root: string;
  /** The folder of Headland itself: the project's in Headland's repository, otherwise the package. */
  readonly packageRoot: string;
  /** The built site. */
  readonly outFolder: string;
  /** The address settings from the environment; a project's configuration may set more. */
  readonly said: SiteAddress;
}

interface Stamp {
  readonly base: string;
  /** Digest of what the site was built from. */
  readonly inputs: string;
  /** Digest over names, sizes and times of the site's own files. */
  readonly files: string;
}

/** What a site depends on in its project; the last entries list the packages that npm or pnpm has installed. */
const INPUTS = [
  "src",
  "content",
  "public",
  "astro.config.mjs",
  "astro.config.ts",
  "package.json",
  "tsconfig.json",
  "node_modules/.package-lock.json",
  "node_modules/.modules.yaml",
];
/** What it depends on in Headland's package. */
const PACKAGE_INPUTS = ["package.json", "src", "build", GUIDES, CLAIMS];

/** Removes the stamp when a build starts, and writes it when the build has ended successfully. */
export function stampSite(packageRoot: string, said: SiteAddress): AstroIntegration {
  let place: SitePlace | undefined;
  let base = "/";
  let inputs = "";
  return {
    name: "headland-site-stamp",
    hooks: {
      "astro:config:done": ({ config }) => {
        const [root, outFolder] = [fileURLToPath(config.root), fileURLToPath(config.outDir)];
        place = { root, packageRoot, outFolder, said };
        base = config.base;
      },
      "astro:build:start": async () => {
        if (!place) return;
        await rm(stampFile(place), { force: true });
        // A file that changed during the build may be missing in the site.
        inputs = digestInputs(place);
      },
      "astro:build:done": async () => {
        if (place) await writeStamp(place, base, inputs);
      },
    },
  };
}

/** Whether the site is complete and nothing that it depends on has changed since the build. */
export async function isCurrent(place: SitePlace): Promise<boolean> {
  const stamp = await readStamp(place);
  if (stamp?.inputs !== digestInputs(place)) return false;
  return stamp.files === digestTimes(resolve(place.outFolder), ["."]);
}

/** The base path that a site was built for; undefined if its build did not finish, or if the path is not known. */
export async function builtBase(place: Pick<SitePlace, "root" | "outFolder">): Promise<string | undefined> {
  return (await readStamp(place))?.base;
}

async function writeStamp(place: SitePlace, base: string, inputs: string): Promise<void> {
  const stamp: Stamp = {
    base: normalBase(base),
    inputs,
    files: digestTimes(resolve(place.outFolder), ["."]),
  };
  const path = stampFile(place);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}`, JSON.stringify(stamp));
  await rename(`${path}.${process.pid}`, path);
}

async function readStamp(place: Pick<SitePlace, "root" | "outFolder">): Promise<Stamp | undefined> {
  try {
    const stamp = JSON.parse(await readFile(stampFile(place), "utf8")) as Partial<Stamp> | null;
    const isWhole = [stamp?.base, stamp?.inputs, stamp?.files].every((value) => typeof value === "string");
    return isWhole ? (stamp as Stamp) : undefined;
  } catch {
    // If the stamp is missing or damaged, the site is built again.
    return undefined;
  }
}

/** The stamp is outside the site, because everything in the site is published. */
function stampFile({ root, outFolder }: Pick<SitePlace, "root" | "outFolder">): string {
  const name = createHash("sha256")
    .update(relative(resolve(root), resolve(outFolder)))
    .digest("hex");
  return join(root, ".headland/site-stamps", `${name.slice(0, 16)}.json`);
}

function digestInputs({ root, packageRoot, said: { site, base } }: SitePlace): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([site, base === undefined ? null : normalBase(base), process.version]));
  hash.update(digestTimes(resolve(root), INPUTS));
  if (resolve(root) !== resolve(packageRoot)) hash.update(digestTimes(resolve(packageRoot), PACKAGE_INPUTS));
  return hash.digest("hex");
}

/**
 * Compares size and time (to less than a microsecond) instead of content, as build tools do, so that a hundred thousand files take
 * about a second: one after the other without promises, which would take longer than the files.
 *
 * @param folder A whole path.
 */
function digestTimes(folder: string, names: readonly string[]): string {
  const hash = createHash("sha256");
  const add = (path: string): void => {
    const found = statOf(path);
    if (found?.isDirectory() === true) {
      for (const entry of readdirSync(path).sort()) add(join(path, entry));
    } else
      hash.update(`${path.slice(folder.length)}\0${found ? `${found.size} ${found.mtimeMs}` : "missing"}\0`);
  };
  for (const name of names) add(join(folder, name));
  return hash.digest("hex");
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** `/` and `""` mean the same path, and so do `/my-atlas/` and `my-atlas`. */
function normalBase(base: string): string {
  return `/${base.replace(/^\/+|\/+$/g, "")}`;
}
