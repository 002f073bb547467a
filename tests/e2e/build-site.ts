/** Before the browser tests: the atlases of content/, built as a user builds them, and two sites that show them. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { serve, type Served } from "../../scripts/serve.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address and folder of the site at the root of its host. */
    readonly site: { readonly address: string; readonly folder: string };
    /** The same atlases as a site below `/headland/`. */
    readonly siteBelow: { readonly address: string; readonly folder: string };
  }
}

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);

export default async function buildSites(project: TestProject): Promise<() => Promise<void>> {
  await run(process.execPath, ["scripts/build-atlas.ts"], { cwd: ROOT, env: process.env });
  const site = await buildSite("root", "/");
  const below = await buildSite("below", "/headland/");
  project.provide("site", { address: site.served.address, folder: site.folder });
  project.provide("siteBelow", { address: below.served.address, folder: below.folder });
  return async () => {
    await site.served.close();
    await below.served.close();
  };
}

async function buildSite(name: string, base: string): Promise<{ folder: string; served: Served }> {
  const folder = join(ROOT, "tests/e2e/sites", name);
  const astro = join(ROOT, "node_modules/astro/bin/astro.mjs");
  // Vitest's own settings, NODE_ENV among them, would make another site of it.
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, OUT_DIR: folder, BASE: base, ASTRO_TELEMETRY_DISABLED: "1" };
  await run(process.execPath, [astro, "build"], { cwd: ROOT, env });
  return { folder, served: await serve(folder, base) };
}
