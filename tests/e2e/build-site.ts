/**
 * For the browser tests: the atlases of content/, built as a user builds them, and two sites that show them. They are built while
 * other tests run; `await-sites.ts` waits for them. With `HEADLAND_TEST_SITE=offline`, the tests read an offline copy from disk in
 * place of the first site.
 */
import { execFile } from "node:child_process";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { serve } from "../../scripts/serve.ts";
import { buildOffline, buildPages, ROOT } from "../helpers/build-site.ts";
import { COMPILE_CACHE } from "../helpers/compile-cache.ts";
import { DISK, DISK_FOLDER, IS_FROM_DISK } from "../helpers/from-disk.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address and folder of the site at the root of its host. */
    readonly site: { readonly address: string; readonly folder: string };
    /** The same atlases as a site below `/headland/`. */
    readonly siteBelow: { readonly address: string; readonly folder: string };
    /** A file that appears once the sites are built, or cannot be: `built`, or the error. */
    readonly sitesReport: string;
  }
}

const SITES = join(ROOT, ".headland/sites");
const BELOW = "/headland/";

export default async function buildSites(project: TestProject): Promise<() => Promise<void>> {
  const folders = { site: join(SITES, "root"), below: join(SITES, "below") };
  const report = join(SITES, "report.txt");
  await rm(report, { force: true });
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  const site = IS_FROM_DISK ? { address: DISK, close: () => Promise.resolve() } : await serve(folders.site);
  const below = await serve(folders.below, BELOW);
  project.provide("site", { address: site.address, folder: folders.site });
  project.provide("siteBelow", { address: below.address, folder: folders.below });
  project.provide("sitesReport", report);
  const stop = new AbortController();
  const ended = buildAll(folders, stop.signal)
    .then(() => "built", String)
    .then((text) => writeFile(`${report}.new`, text))
    .then(() => rename(`${report}.new`, report));
  return async () => {
    stop.abort();
    await ended;
    await site.close();
    await below.close();
  };
}

async function buildAll(
  folders: { readonly site: string; readonly below: string },
  signal: AbortSignal,
): Promise<void> {
  const env = { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE };
  await promisify(execFile)(process.execPath, ["scripts/build-atlas.ts"], { cwd: ROOT, signal, env });
  if (IS_FROM_DISK) await buildOffline({ folder: DISK_FOLDER, signal });
  else await buildPages({ folder: folders.site, signal });
  await buildPages({ folder: folders.below, base: BELOW, signal });
}
