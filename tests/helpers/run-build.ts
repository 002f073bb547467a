/** Runs builds of a content folder and tells what became of them. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildAll, type BuildAllOptions } from "#pipeline/build-all.ts";
import type { Outcome } from "#pipeline/build-atlas.ts";
import { tempFolder } from "./temp-folder.ts";

export interface BuildResult {
  /** By `model/dataset`. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly errors: readonly string[];
  /** What was told of no single atlas. */
  readonly warnings: readonly string[];
}

/** Builds what lies in `content` below the root, into `out`, with `work` beside it. */
export async function runBuild(root: string, options: Partial<BuildAllOptions> = {}): Promise<BuildResult> {
  const outcomes: Record<string, Outcome> = {};
  const [errors, warnings]: [string[], string[]] = [[], []];
  const folders = {
    contentFolder: join(root, "content"),
    outFolder: join(root, "out"),
    workFolder: join(root, "work"),
    workers: 1,
  };
  await buildAll(
    { ...folders, ...options },
    {
      progress: () => undefined,
      done: (name, outcome) => (outcomes[name] = outcome),
      failed: (_, error) => errors.push(error.message.replaceAll(root, ".")),
      warning: (message) => warnings.push(message.replaceAll(root, ".")),
    },
  );
  return { outcomes, errors, warnings };
}

/** State of each atlas, and how many of its heads were computed: `built 2`, `unchanged 0`. @throws if one failed. */
export async function statesOf(
  root: string,
  options: Partial<BuildAllOptions> = {},
): Promise<Record<string, string>> {
  const { outcomes, errors } = await runBuild(root, options);
  if (errors.length > 0) throw new Error(errors.join("\n"));
  return Object.fromEntries(
    Object.entries(outcomes).map(([name, { state, nComputed }]) => [name, `${state} ${nComputed}`]),
  );
}

/** A root with these files below `content`. */
export async function contentRoot(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await tempFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, "content", name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return root;
}
