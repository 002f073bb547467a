/** Where chaos happens: a folder with a small content of its own, in which the project's commands are run as a user runs them. */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tinyOnnx } from "../helpers/tiny-model.ts";
import { treeDigests, writeTinyContent } from "../helpers/tiny-content.ts";
import { CHECKOUT, runCommand } from "./command.ts";
import { finishedHeads, listing } from "./look.ts";

export interface Stage {
  /** Removed at the end. */
  readonly folder: string;
  /** What an undisturbed build leaves; also a root to copy. */
  readonly built: string;
  readonly published: Readonly<Record<string, string>>;
  readonly kept: readonly string[];
  readonly nHeads: number;
  /** How long an undisturbed build takes, in milliseconds. */
  readonly buildMs: number;
  /** Called when the stage is closed. */
  readonly endings: (() => void)[];
}

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "headland-chaos-"));
  const built = join(folder, "built");
  await writeContent(join(built, "content"));
  return { folder, built, endings: [], ...(await buildUndisturbed(built)) };
}

/** Builds what lies in a root, and tells what came of it. */
export async function buildUndisturbed(
  root: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Pick<Stage, "published" | "kept" | "nHeads" | "buildMs">> {
  const begun = performance.now();
  const run = await runCommand(root, { env });
  const buildMs = performance.now() - begun;
  if (run.exitCode !== 0) throw new Error(`The undisturbed build fails:\n${run.text}`);
  return {
    published: await treeDigests(join(root, "public/atlas")),
    kept: await listing(join(root, ".headland")),
    nHeads: (await finishedHeads(root)).length,
    buildMs,
  };
}

export async function closeStage({ folder, endings }: Stage): Promise<void> {
  for (const end of endings) end();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Three atlases: two models of two heads each, and a twin of the first, which shares its capture and its results. */
async function writeContent(content: string): Promise<void> {
  await writeTinyContent(content);
  const yaml = (name: string, weights: string): string =>
    `name: ${name}\nsource: ./weights/${weights}\ndatasets: [lines]\n`;
  await cp(join(content, "weights/tiny"), join(content, "weights/other"), { recursive: true });
  await writeFile(join(content, "weights/other/onnx/model.onnx"), tinyOnnx(12));
  await writeFile(join(content, "models/other.yaml"), yaml("Other", "other"));
  await writeFile(join(content, "models/twin.yaml"), yaml("Twin", "tiny"));
}

export interface RootOptions {
  /** Everything is built already. */
  readonly isBuilt?: boolean;
}

let nRoots = 0;

/** A root of a case's own. */
export async function newRoot(stage: Stage, { isBuilt = false }: RootOptions = {}): Promise<string> {
  const root = join(stage.folder, `case-${nRoots++}`);
  const from = isBuilt ? stage.built : join(stage.built, "content");
  const to = isBuilt ? root : join(root, "content");
  await mkdir(root, { recursive: true });
  await cp(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  return root;
}

const checkouts = new WeakMap<Stage, Promise<string>>();

/** Another checkout of the project, made once: its own sources, the same packages. */
export function secondCheckout(stage: Stage): Promise<string> {
  const checkout = checkouts.get(stage) ?? copyCheckout(join(stage.folder, "checkout"));
  checkouts.set(stage, checkout);
  return checkout;
}

async function copyCheckout(folder: string): Promise<string> {
  for (const name of ["src", "scripts", "package.json"])
    await cp(join(CHECKOUT, name), join(folder, name), { recursive: true });
  await symlink(join(CHECKOUT, "node_modules"), join(folder, "node_modules"), "dir");
  return folder;
}

/** Changes one byte at this place of a file. */
export async function changeByte(path: string, at: number, by: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at]! ^= by;
  await writeFile(path, bytes);
}
