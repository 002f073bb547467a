/** Writes the licenses of everything that a site contains into one file: bundled packages, models and datasets. */
import type { AstroIntegration } from "astro";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { LICENSES } from "../atlas/address.ts";
import { packageFolder, readLicense, type PackageLicense } from "./package-licenses.ts";
import { DATA } from "./publish/publish-files.ts";
import { readManifests } from "./read-atlases.ts";

/** Marks an unknown license in the file; `npm run check` looks for it. */
export const UNKNOWN = "license unknown";

const RULE = "-".repeat(80);

/** A line under a model or a dataset. */
export interface DataLicense {
  readonly name: string;
  readonly license: string;
}

/**
 * Collects the packages from the bundler while it works, and writes the file when the site is complete.
 *
 * @param packageRoot The folder of Headland itself.
 */
export function listLicenses(packageRoot: string): AstroIntegration {
  let root = "";
  const folders = new Set<string>();
  const see = (id: string): void => {
    const folder = packageFolder(id, root);
    if (folder !== undefined) folders.add(folder);
  };
  return {
    name: "headland-licenses",
    hooks: {
      "astro:config:setup": ({ config, updateConfig }) => {
        root = fileURLToPath(config.root);
        updateConfig({ vite: { plugins: [watchBundle(see)] } });
      },
      "astro:build:start": () => folders.clear(),
      "astro:build:done": async ({ dir }) => {
        const site = fileURLToPath(dir);
        const packages = await Promise.all([...folders].map(readLicense));
        const own = await readLicense(packageRoot);
        folders.delete(packageRoot);
        await writeFile(join(site, LICENSES), licensesText(own, packages, await dataOf(join(site, DATA))));
      },
    },
  };
}

/** Collects scripts of the client bundle only; styles and fonts also from the server bundle, which may create them for pages. */
function watchBundle(see: (id: string) => void): Plugin {
  return {
    name: "headland-licenses",
    generateBundle(_, bundle) {
      const isClient = this.environment.name === "client";
      for (const part of Object.values(bundle)) {
        if (part.type === "asset") part.originalFileNames.forEach(see);
        else
          Object.keys(part.modules)
            .filter((id) => isClient || isStyle(id))
            .forEach(see);
      }
    },
  };
}

function isStyle(id: string): boolean {
  return /\.(?:css|scss|sass|less|styl)(?:\?|$)/.test(id);
}

/** Models and datasets, each once. */
async function dataOf(atlasFolder: string): Promise<DataLicense[]> {
  return (await readManifests(atlasFolder)).flatMap(({ model, dataset }) => [
    { name: `model ${model.slug} (${model.name})`, license: model.license },
    { name: `dataset ${dataset.slug} (${dataset.name})`, license: dataset.license },
  ]);
}

/** The text of the file. Its bytes depend only on the listed licenses. */
export function licensesText(
  own: PackageLicense,
  packages: readonly PackageLicense[],
  data: readonly DataLicense[],
): string {
  const byName = new Map(packages.map((each) => [nameOf(each), each]));
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  const lines = [...new Set(data.map(({ name, license }) => `${name}: ${license}`))].sort();
  const sections = [
    `This site is made by ${nameOf(own)} (${own.license ?? UNKNOWN}).\nIt contains parts of these packages:\n\n${sorted.map(headOf).join("\n")}`,
    ...(lines.length > 0 ? [`and data of these models and datasets:\n\n${lines.join("\n")}`] : []),
    ...[own, ...sorted].map(
      (each) => `${RULE}\n${headOf(each)}\n${RULE}\n\n${each.text || "No text of its own."}`,
    ),
  ];
  return `${sections.join("\n\n")}\n`;
}

function nameOf({ name, version }: PackageLicense): string {
  return `${name} ${version}`;
}

function headOf(each: PackageLicense): string {
  return `${nameOf(each)}: ${each.license ?? UNKNOWN}`;
}
