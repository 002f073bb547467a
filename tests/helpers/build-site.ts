/** A built and served site, for tests and benchmarks. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { OFFLINE_BASE } from "#atlas/address.ts";
import { withLock } from "#pipeline/cache/lock.ts";
import { makeOffline } from "../../src/offline/make-offline.ts";
import { COMPILE_CACHE } from "./compile-cache.ts";
import { serve, type Served } from "../../scripts/serve.ts";

export const ROOT = join(import.meta.dirname, "../..");

export interface SiteOptions {
  /** Where the built site goes. */
  readonly folder: string;
  readonly base?: string;
  /** In place of the project's own public folder: another `atlas/`. */
  readonly publicFolder?: string;
  /** Ends the build before its time. */
  readonly signal?: AbortSignal;
}

/** A copy that opens from disk. */
export interface OfflineCopy {
  /** Address of its folder, ending in a slash: `file://…/`. */
  readonly address: string;
  /** Names of its files, sorted. */
  readonly files: readonly string[];
}

/** @param folder Where the copy goes; beside it, a site is built of which it is made. */
export async function buildOffline({ folder, ...options }: SiteOptions): Promise<OfflineCopy> {
  const site = `${folder}-site`;
  await buildPages({ ...options, folder: site, base: OFFLINE_BASE });
  const files = await makeOffline({ site, packageRoot: ROOT, to: folder, hostedBase: "/" });
  return { address: `${pathToFileURL(folder).href}/`, files };
}

export async function buildSite(options: SiteOptions): Promise<Served> {
  await buildPages(options);
  return serve(options.folder, options.base);
}

/** Runs something while no other test builds a site: builds in one project share its caches. */
export function whileNoneBuilds<T>(run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return withLock(join(ROOT, ".headland/sites/build.lock"), run, signal === undefined ? {} : { signal });
}

/** A site that nobody serves yet. */
export async function buildPages(options: SiteOptions): Promise<void> {
  await whileNoneBuilds(() => runAstro(options), options.signal);
}

async function runAstro({ folder, base = "/", publicFolder, signal }: SiteOptions): Promise<void> {
  const astro = join(ROOT, "node_modules/astro/bin/astro.mjs");
  // Vitest's own settings, NODE_ENV among them, would make another site of it.
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    OUT_DIR: folder,
    BASE: base,
    ASTRO_TELEMETRY_DISABLED: "1",
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  };
  await promisify(execFile)(process.execPath, [astro, "build"], {
    cwd: ROOT,
    env: publicFolder === undefined ? env : { ...env, PUBLIC_DIR: publicFolder },
    ...(signal === undefined ? {} : { signal }),
  });
}
