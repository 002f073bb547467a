/**
 * Before the browser tests: the atlases of content/, built as a user builds them, and two sites that show them. With
 * `HEADLAND_TEST_SITE=offline`, the tests read an offline copy from disk in place of the first site.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { buildOffline, buildSite, ROOT } from "../helpers/build-site.ts";
import { DISK, DISK_FOLDER } from "../helpers/from-disk.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address and folder of the site at the root of its host. */
    readonly site: { readonly address: string; readonly folder: string };
    /** The same atlases as a site below `/headland/`. */
    readonly siteBelow: { readonly address: string; readonly folder: string };
  }
}

export default async function buildSites(project: TestProject): Promise<() => Promise<void>> {
  await promisify(execFile)(process.execPath, ["scripts/build-atlas.ts"], { cwd: ROOT });
  const folders = { site: join(ROOT, ".headland/sites/root"), below: join(ROOT, ".headland/sites/below") };
  const site =
    process.env["HEADLAND_TEST_SITE"] === "offline"
      ? { ...(await buildOffline({ folder: DISK_FOLDER })), address: DISK, close: () => Promise.resolve() }
      : await buildSite({ folder: folders.site });
  const below = await buildSite({ folder: folders.below, base: "/headland/" });
  project.provide("site", { address: site.address, folder: folders.site });
  project.provide("siteBelow", { address: below.address, folder: folders.below });
  return async () => {
    await site.close();
    await below.close();
  };
}
