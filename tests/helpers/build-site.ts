/** A built and served site, for tests and benchmarks. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { serve, type Served } from "../../scripts/serve.ts";

export const ROOT = join(import.meta.dirname, "../..");

export interface SiteOptions {
  /** Where the built site goes. */
  readonly folder: string;
  readonly base?: string;
  /** In place of the project's own public folder: another `atlas/`. */
  readonly publicFolder?: string;
}

export async function buildSite({ folder, base = "/", publicFolder }: SiteOptions): Promise<Served> {
  const astro = join(ROOT, "node_modules/astro/bin/astro.mjs");
  // Vitest's own settings, NODE_ENV among them, would make another site of it.
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, OUT_DIR: folder, BASE: base, ASTRO_TELEMETRY_DISABLED: "1" };
  await promisify(execFile)(process.execPath, [astro, "build"], {
    cwd: ROOT,
    env: publicFolder === undefined ? env : { ...env, PUBLIC_DIR: publicFolder },
  });
  return serve(folder, base);
}
