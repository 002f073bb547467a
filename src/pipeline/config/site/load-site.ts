/** Reads `content/site.yaml`, in which authors may say who made their site, and how it is cited. */
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SiteConfig } from "#atlas/citation/site-words.ts";
import { siteSchema } from "#atlas/site.schema.ts";
import { configProblem } from "../../errors.ts";
import { readYaml } from "../read-yaml.ts";

/** @param root The project's folder. */
export function siteFile(root: string): string {
  return join(root, "content", "site.yaml");
}

/**
 * @param root The project's folder. Without the file in it, a site says only what it is.
 * @throws {ConfigError} with every mistake in the file.
 */
export async function loadSite(root: string): Promise<SiteConfig> {
  if (await isThere(join(root, "content", "site.yml")))
    throw configProblem(
      "content/site.yml",
      "the file would not be read",
      "the name site.yaml",
      "site.yml",
      "Rename the file.",
    );
  const path = siteFile(root);
  if (!(await isThere(path)) || (await isBlank(path))) return siteSchema.parse({});
  return readYaml(path, "content/site.yaml", siteSchema);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Whether a file has comments only: all of it may be left out. */
async function isBlank(path: string): Promise<boolean> {
  const lines = (await readFile(path, "latin1")).split("\n");
  return lines.every((line) => /^\s*(?:#.*)?$/.test(line));
}
