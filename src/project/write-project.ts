/** Writes a new project: a folder of content, and the files that build a site from it. Existing files are never overwritten. */
import { cp, lstat, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ENGINE } from "#package/engine.ts";
import { makeFolder } from "#pipeline/config/folder.ts";
import { describeProblem, UserError } from "#pipeline/errors.ts";
import { withHeadland } from "./package-json.ts";
import type { PackageManager } from "./package-manager.ts";
import { PAGES_WORKFLOW, pagesWorkflow } from "./pages-workflow.ts";
import type { Preset } from "./presets.ts";
import { ENGINE_FILES, type Engine } from "./units/engine-files.ts";

const CONFIG = `import { headland } from "headland";

// To publish the site at an address: SITE=https://me.github.io BASE=/my-atlas npx headland build
export default { integrations: [headland()] };
`;
const IGNORED = `node_modules/
dist/
dist-offline*
.astro/
.headland/
public/atlas/
`;
const NPM_SETTINGS = `# onnxruntime-node's install script would download libraries for graphics cards, which Headland does not use.
ignore-scripts=true
`;
/** pnpm fails unless every install script is allowed or refused, and a project can only load its direct dependencies. */
const PNPM_SETTINGS = `# onnxruntime-node's install script would download libraries for graphics cards; esbuild's only checks itself.
allowBuilds:
  esbuild: false
  ${ENGINE}: false
# Astro looks for these from the project's folder.
publicHoistPattern:
  - astro
  - "@astrojs/*"
  - react
  - react-dom
  - sharp
`;

export interface ProjectOptions {
  /** Created if it does not exist. */
  readonly folder: string;
  /** Headland's own folder. */
  readonly packageRoot: string;
  readonly preset: Preset;
  /** The program that will install the packages. */
  readonly manager: PackageManager;
  /** Whether it gets the workflow that publishes it on GitHub Pages; a project that exists then gets nothing else. */
  readonly pages?: boolean;
  /** Which engines get a file that makes its atlases in units; as with `pages`, a project that exists gets nothing else. */
  readonly engines?: readonly Engine[];
}

export interface Written {
  /** Paths below the project's folder, in the order of writing; copied folders end in a slash. */
  readonly written: readonly string[];
  /** Existing files and folders, which stay as they are. */
  readonly kept: readonly string[];
}

/** @throws {UserError} if package.json exists and is not JSON; then nothing is written. */
export async function writeProject({
  folder,
  packageRoot,
  preset,
  manager,
  pages = false,
  engines = [],
}: ProjectOptions): Promise<Written> {
  const manifest = await readManifest(join(folder, "package.json"));
  const { version } = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8")) as {
    version: string;
  };
  const [written, kept]: [string[], string[]] = [[], []];
  const put = async (path: string, write: (to: string) => Promise<void>): Promise<void> => {
    const to = join(folder, path);
    if (await exists(to)) {
      kept.push(path);
      return;
    }
    await makeFolder(dirname(to));
    await write(to);
    written.push(path);
  };
  await makeFolder(folder);
  if (pages) await put(PAGES_WORKFLOW, (to) => writeWhole(to, pagesWorkflow(manager)));
  for (const engine of engines) {
    const { path, text } = ENGINE_FILES[engine];
    await put(path, (to) => writeWhole(to, text(manager)));
  }
  // A project that is at work already does not want the example model.
  if ((pages || engines.length > 0) && dependsOnHeadland(manifest)) return { written, kept };
  await put("astro.config.mjs", (to) => writeWhole(to, CONFIG));
  await put(".gitignore", (to) => writeWhole(to, IGNORED));
  const [settings, text] =
    manager === "pnpm" ? ["pnpm-workspace.yaml", PNPM_SETTINGS] : [".npmrc", NPM_SETTINGS];
  await put(settings, (to) => writeWhole(to, text));
  for (const path of preset.paths) await put(path, (to) => copyWhole(join(packageRoot, path), to));
  await put(join("content/models", `${preset.name}.yaml`), (to) => writeWhole(to, preset.yaml));
  const full = withHeadland(manifest, basename(resolve(folder)), version);
  if (JSON.stringify(full) === JSON.stringify(manifest)) kept.push("package.json");
  else {
    await writeWhole(join(folder, "package.json"), `${JSON.stringify(full, null, 2)}\n`);
    written.push("package.json");
  }
  return { written, kept };
}

function dependsOnHeadland(manifest: Readonly<Record<string, unknown>> | undefined): boolean {
  const { dependencies, devDependencies } = manifest ?? {};
  return [dependencies, devDependencies].some(
    (list) => typeof list === "object" && list !== null && "headland" in list,
  );
}

async function readManifest(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const fields = parsed(text);
  if (typeof fields === "object" && fields !== null && !Array.isArray(fields))
    return fields as Readonly<Record<string, unknown>>;
  throw new UserError(
    describeProblem({
      what: "the package's own file cannot be read",
      where: path,
      expected: "a JSON object",
      received: text.length > 40 ? `${text.slice(0, 40)}…` : text,
      cure: "Repair the file or remove it, then run the command again.",
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Renames a finished file into place, so that a file that exists is complete. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

/** A file or a folder that exists is complete: a stopped copy has another name, and the next run replaces it. */
async function copyWhole(from: string, to: string): Promise<void> {
  await rm(`${to}.new`, { recursive: true, force: true });
  await cp(from, `${to}.new`, { recursive: true });
  await rename(`${to}.new`, to);
}

async function exists(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
  return found !== undefined;
}
