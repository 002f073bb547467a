/** The cache as it is, if the hub is not asked: the snapshot of the last known commit, or the files of transformers.js. */
import { dirname, join } from "node:path";
import { contentDigest } from "../cache/digest-index.ts";
import { companionsAmong, hasTokenizer } from "../config/companions.ts";
import { listFolder } from "../config/folder.ts";
import { chooseEntry, type ModelEntry } from "../config/model-entry.ts";
import { filesOfIndex } from "../weights/weight-files.ts";
import { sizeOf, type RepoCache } from "./cache-layout.ts";
import type { FetchedModel, FetchOptions } from "./fetch-options.ts";
import type { HubSource } from "./list-repo.ts";
import { transformersFolder } from "./transformers-cache.ts";

/** @returns undefined if what is needed is not there. @throws {DamagedBlob} if the disk has changed it. */
export async function findKept(
  cache: RepoCache,
  source: HubSource,
  options: FetchOptions,
): Promise<FetchedModel | undefined> {
  const commit = await cache.readRef(source.revision);
  if (commit !== undefined) {
    const folder = cache.snapshot(commit);
    const entry = await entryIn(folder, options);
    if (entry !== undefined) await expectWhole(folder, entry, options);
    if (entry !== undefined && (await hasParts(folder, entry))) return { folder, commit, ...entry };
  }
  const folder = transformersFolder(source, options.settings);
  if (folder === undefined) return undefined;
  const entry = await entryIn(folder, options);
  return entry !== undefined && (await hasParts(folder, entry))
    ? { folder, commit: null, ...entry }
    : undefined;
}

/** What the model is opened through; undefined if it is missing. */
async function entryIn(folder: string, options: FetchOptions): Promise<ModelEntry | undefined> {
  const names = await namesIn(folder);
  if (options.needsModel === false) return hasTokenizer(names) ? { files: [], hasWeights: false } : undefined;
  const entry = chooseEntry(names, options.asked ?? {});
  return entry !== undefined && (await areThere(folder, entry.files)) ? entry : undefined;
}

/** Whether all files are there that an index names. */
async function hasParts(folder: string, { files }: ModelEntry): Promise<boolean> {
  for (const file of files) {
    const parts = await filesOfIndex(join(folder, file));
    if (!(await areThere(join(folder, dirname(file)), parts))) return false;
  }
  return true;
}

async function areThere(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) if ((await sizeOf(join(folder, name))) === undefined) return false;
  return true;
}

/** Files that a graph or an index names are not checked here, but when the model's files are digested. @throws {DamagedBlob} */
async function expectWhole(folder: string, { files }: ModelEntry, { digests }: FetchOptions): Promise<void> {
  const names = await namesIn(folder);
  for (const name of [...files, ...companionsAmong(names, "model", "tokenizer")]) {
    const path = join(folder, name);
    const size = await sizeOf(path);
    if (size !== undefined) await (digests?.content(path) ?? contentDigest(path, BigInt(size)));
  }
}

/** Files in the folders that hold models. */
async function namesIn(folder: string): Promise<string[]> {
  return [...(await listFolder(folder, "onnx")), ...(await listFolder(folder, "."))];
}
