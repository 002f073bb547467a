/** Downloads what Headland needs of a listed model into the cache: config.json before weights, which it may rule out. */
import { join, posix } from "node:path";
import { expectKnownConfig } from "../architectures/read-config.ts";
import { DamagedBlob } from "../cache/hub-blob.ts";
import { withLock } from "../cache/lock.ts";
import { companionsAmong, hasTokenizer, whyNoTokenizer } from "../config/companions.ts";
import { chooseEntry, isModelFile, isOfWeights, whyNoEntry, type ModelEntry } from "../config/model-entry.ts";
import { ModelError } from "../errors.ts";
import { locationsIn } from "../onnx/file/external-files.ts";
import { indexModel } from "../onnx/file/index-model.ts";
import { isWeightsOf } from "../onnx/model-files.ts";
import { filesOfIndex } from "../weights/weight-files.ts";
import { sizeOf, type RepoCache } from "./cache-layout.ts";
import { checksumOf } from "./checksum.ts";
import { downloadFile } from "./download-file.ts";
import type { FetchOptions } from "./fetch-options.ts";
import { HubError } from "./hub-error.ts";
import { fileUrl, type HubSource, type RepoFile, type RepoListing } from "./list-repo.ts";
import { copyFromTransformers } from "./transformers-cache.ts";

/** Only one process at a time downloads into a model's folder. */
export function lockOf(cache: RepoCache): string {
  return join(cache.folder, ".headland.lock");
}

/**
 * @returns What the model is opened through, and names of cached files whose content was not what the hub lists.
 * @throws {HubError} if the model has nothing that can be opened. @throws {ModelError} if its weights cannot be read.
 */
export async function fetchFiles(
  cache: RepoCache,
  source: HubSource,
  listing: RepoListing,
  options: FetchOptions,
): Promise<ModelEntry & { readonly damaged: readonly string[] }> {
  const { commit } = listing;
  const names = listing.files.map(({ name }) => name);
  const entry = options.needsModel === false ? NO_MODEL : entryOf(listing, source, options);
  if (options.needsTokenizer === true && !hasTokenizer(names))
    throw noTokenizer(`${options.settings.endpoint}/${source.repo}/tree/${commit}`, names);
  const damaged: string[] = [];
  const isThere = async (file: RepoFile): Promise<boolean> => {
    const path = cache.snapshotFile(commit, file.name);
    if (await isWhole(path, file, options)) return true;
    if ((await sizeOf(path)) !== undefined) damaged.push(file.name);
    return false;
  };
  const fetch = async (wanted: readonly string[]): Promise<void> => {
    const missing: RepoFile[] = [];
    for (const file of filesNamed(wanted, listing)) if (!(await isThere(file))) missing.push(file);
    if (missing.length === 0) return;
    await withLock(lockOf(cache), () => fetchEach(cache, source, commit, missing, options), {
      ...(options.signal ? { signal: options.signal } : {}),
      onWait: (owner) =>
        options.onProgress?.({ file: `waiting for process ${owner}`, nBytes: 0, nTotalBytes: 0 }),
    });
  };
  const companions = companionsAmong(names, "model", "tokenizer");
  if (isOfWeights(entry.files)) {
    await fetch(companions);
    await expectKnownConfig(cache.snapshot(commit), names);
    await fetch(entry.files);
    await fetch(await partsOf(entry.files, listing, source, cache, options));
  } else {
    const beside = names.filter((name) => entry.files.some((graph) => isWeightsOf(graph, name)));
    await fetch([...entry.files, ...companions, ...beside]);
    await fetch(entry.files.flatMap((name) => externalOf(cache.snapshotFile(commit, name), name)));
  }
  return { ...entry, damaged };
}

function noTokenizer(where: string, names: readonly string[]): HubError {
  return new HubError({
    what: "the repository has no tokenizer that can be read",
    where,
    expected: "tokenizer.json, vocab.txt, or vocab.json with merges.txt",
    received: whyNoTokenizer(names),
    cure: "Name a repository that has tokenizer.json in the model's YAML, inputs.tokenizer: hub:org/name.",
  });
}

const NO_MODEL: ModelEntry = { files: [], hasWeights: false };

/** Of those names, the files that the hub lists, each once. */
function filesNamed(names: readonly string[], { files }: RepoListing): RepoFile[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  return [...new Set(names)].flatMap((name) => byName.get(name) ?? []);
}

/** Whether a cached file has the content that the hub lists. */
async function isWhole(
  path: string,
  { size, checksum }: RepoFile,
  { digests }: FetchOptions,
): Promise<boolean> {
  if ((await sizeOf(path)) !== size) return false;
  const read = async (): Promise<string[]> => [await checksumOf(path, checksum)];
  if (digests === undefined) return (await read())[0] === checksum;
  if (checksum.length === 40) return (await digests.fact(path, "git blob", read))?.[0] === checksum;
  try {
    return (await digests.content(path)).endsWith(checksum);
  } catch (error) {
    if (error instanceof DamagedBlob) return false;
    throw error;
  }
}

async function fetchEach(
  cache: RepoCache,
  source: HubSource,
  commit: string,
  files: readonly RepoFile[],
  options: FetchOptions,
): Promise<void> {
  const { settings, signal, onProgress } = options;
  const nTotalBytes = files.reduce((sum, file) => sum + file.size, 0);
  let before = 0;
  for (const file of files) {
    const path = cache.blob(file.checksum);
    if (
      !(await isWhole(path, file, options)) &&
      !(await copyFromTransformers(source, file, path, settings))
    ) {
      const url = fileUrl(source, commit, file.name, settings);
      await downloadFile(
        { url, path, size: file.size, checksum: file.checksum },
        {
          settings,
          ...(signal ? { signal } : {}),
          onBytes: (nBytes) => onProgress?.({ file: file.name, nBytes: before + nBytes, nTotalBytes }),
        },
      );
    }
    await cache.linkBlob(commit, file.name, file.checksum);
    before += file.size;
    onProgress?.({ file: file.name, nBytes: before, nTotalBytes });
  }
}

/** What the author names, or the best that the model has. */
function entryOf(listing: RepoListing, source: HubSource, options: FetchOptions): ModelEntry {
  const names = listing.files.map(({ name }) => name);
  const { asked = {}, settings } = options;
  const entry = chooseEntry(names, asked);
  const missing = (entry?.files ?? []).filter((name) => !names.includes(name));
  if (entry !== undefined && missing.length === 0) return entry;
  const where = `${settings.endpoint}/${source.repo}/tree/${listing.commit}`;
  if (entry !== undefined) throw new HubError({ ...noSuchFile(missing, names), where });
  const { what, expected, received, cure } = whyNoEntry(names, asked, "the model has");
  throw new HubError({ what, where, expected, received, ...(cure === undefined ? {} : { cure }) });
}

function noSuchFile(
  missing: readonly string[],
  names: readonly string[],
): { what: string; expected: string; received: string; cure: string } {
  const models = names.filter(isModelFile);
  return {
    what: `the model has no file ${missing.join(", ")}`,
    expected: "onnx/model.onnx or another .onnx file, or model.safetensors",
    received: models.length === 0 ? "none" : models.slice(0, MOST_LISTED).join(", "),
    cure: models.length === 0 ? "Remove `file`." : "Name one of them in `file`.",
  };
}

const MOST_LISTED = 12;

/** The files that an index names. @throws {HubError} naming those that the model has not, before any of them is fetched. */
async function partsOf(
  entries: readonly string[],
  listing: RepoListing,
  source: HubSource,
  cache: RepoCache,
  { settings }: FetchOptions,
): Promise<string[]> {
  const parts: string[] = [];
  for (const entry of entries) {
    const found = await filesOfIndex(cache.snapshotFile(listing.commit, entry));
    parts.push(...found.map((name) => posix.join(posix.dirname(entry), name)));
  }
  const missing = parts.filter((name) => filesNamed([name], listing).length === 0);
  if (missing.length === 0) return parts;
  throw new HubError({
    what: "the model lacks files of weights that its index names",
    where: `${settings.endpoint}/${source.repo}/tree/${listing.commit}`,
    expected: missing.slice(0, MOST_LISTED).join(", "),
    received: missing.length === 1 ? "no such file" : `none of these ${missing.length} files`,
    cure: "Take another revision of the model, or ask its publisher to upload them.",
  });
}

/** The weight files that a graph names. Opening the model reports those that it does not have, and a damaged graph. */
function externalOf(path: string, graph: string): string[] {
  try {
    const model = indexModel(path);
    model.file.close();
    return locationsIn(model).map((location) => posix.normalize(posix.join(posix.dirname(graph), location)));
  } catch (error) {
    if (error instanceof ModelError) return [];
    throw error;
  }
}
