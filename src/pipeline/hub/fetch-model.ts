/** A model on the hub → a folder on this machine with exactly the files that Headland needs. */
import { dirname, join, posix } from "node:path";
import { contentDigest, type Digests } from "../cache/digest-index.ts";
import { DamagedBlob } from "../cache/hub-blob.ts";
import { withLock } from "../cache/lock.ts";
import { COMPANIONS } from "../config/companions.ts";
import { listFolder } from "../config/folder.ts";
import { locationsIn } from "../onnx/file/external-files.ts";
import { indexModel } from "../onnx/file/index-model.ts";
import { chooseFiles, isGraph, isWeightsOf } from "../onnx/model-files.ts";
import { RepoCache, sizeOf } from "./cache-layout.ts";
import { checksumOf } from "./checksum.ts";
import { downloadFile } from "./download-file.ts";
import { HubError, HubUnavailableError } from "./hub-error.ts";
import { fileUrl, listRepo, type HubSource, type RepoFile, type RepoListing } from "./list-repo.ts";
import type { HubSettings } from "./settings.ts";
import { sweepRepo } from "./sweep-repo.ts";
import { copyFromTransformers, transformersFolder } from "./transformers-cache.ts";

export interface FetchedModel {
  /** In Hugging Face layout; its files may be links. */
  readonly folder: string;
  /** The commit of the revision; null for files from the cache of transformers.js, which does not record it. */
  readonly commit: string | null;
  /** Why the cache was used although the hub was asked, or which cached files were damaged and downloaded again. */
  readonly warning?: string;
}

export interface FetchOptions {
  readonly settings: HubSettings;
  /** The graph files that the author names; by default the best that the model has: one, or an encoder and its decoder. */
  readonly files?: readonly string[];
  /** If false, only the files that describe a model's input are fetched, e.g. a tokenizer's folder. */
  readonly needsGraph?: boolean;
  /** Remembered facts about files: unchanged files are not read again. If not given, all files are read. */
  readonly digests?: Pick<Digests, "content" | "fact">;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FetchProgress) => void;
}

export interface FetchProgress {
  /** The current file, or the reason for waiting. */
  readonly file: string;
  readonly nBytes: number;
  readonly nTotalBytes: number;
}

/**
 * Asks the hub for the commit of the revision, and downloads only files that the cache lacks or has damaged. If the hub
 * cannot be reached, or must not be asked, the cache is used as it is.
 *
 * @throws {HubError} that says what is missing and where.
 * @throws {DamagedBlob} if the hub is not available and a file in the cache is damaged.
 */
export async function fetchModel(source: HubSource, options: FetchOptions): Promise<FetchedModel> {
  const { settings } = options;
  const cache = new RepoCache(settings.cacheFolder, source.repo);
  if (settings.isOffline) {
    const kept = await findKept(cache, source, options);
    if (kept === undefined) throw notKept(source, cache, settings);
    return kept;
  }
  let listing: RepoListing;
  try {
    listing = await listRepo(source, settings, options.signal);
  } catch (error) {
    const kept = error instanceof HubUnavailableError ? await findKept(cache, source, options) : undefined;
    if (kept === undefined) throw error;
    const revision = kept.commit ?? "unknown revision";
    return {
      ...kept,
      warning: `The hub cannot be asked now; what is kept of ${source.repo} (${revision}) is used.`,
    };
  }
  let damaged: string[];
  try {
    await sweepRepo(cache.folder, lockOf(cache));
    damaged = await fetchFiles(cache, source, listing, options);
    await cache.writeRef(source.revision, listing.commit);
  } catch (error) {
    throw cannotWrite(error, cache) ?? error;
  }
  return {
    folder: cache.snapshot(listing.commit),
    commit: listing.commit,
    ...(damaged.length > 0 ? { warning: warningOf(damaged, source) } : {}),
  };
}

/** Only one process at a time downloads into a model's folder. */
function lockOf(cache: RepoCache): string {
  return join(cache.folder, ".headland.lock");
}

function warningOf(damaged: readonly string[], { repo }: HubSource): string {
  return `What was kept of ${repo} was damaged on disk and was fetched again: ${damaged.join(", ")}.`;
}

/** @returns Names of cached files whose content was not what the hub lists. */
async function fetchFiles(
  cache: RepoCache,
  source: HubSource,
  listing: RepoListing,
  options: FetchOptions,
): Promise<string[]> {
  const { commit } = listing;
  const graphs = options.needsGraph === false ? [] : graphsOf(listing, source, options);
  const named = listing.files.filter(
    ({ name }) =>
      (COMPANIONS as readonly string[]).includes(name) ||
      graphs.some((graph) => isWeightsOf(graph.name, name)),
  );
  const wanted = [...graphs, ...named];
  const damaged: string[] = [];
  const isThere = async (file: RepoFile): Promise<boolean> => {
    const path = cache.snapshotFile(commit, file.name);
    if (await isWhole(path, file, options)) return true;
    if ((await sizeOf(path)) !== undefined) damaged.push(file.name);
    return false;
  };
  const missing = await filterAsync(wanted, async (file) => !(await isThere(file)));
  const fetchAll = (files: readonly RepoFile[]): Promise<void> =>
    withLock(lockOf(cache), () => fetchEach(cache, source, commit, files, options), {
      ...(options.signal ? { signal: options.signal } : {}),
      onWait: (owner) =>
        options.onProgress?.({ file: `waiting for process ${owner}`, nBytes: 0, nTotalBytes: 0 }),
    });
  if (missing.length > 0) await fetchAll(missing);
  const weights = graphs.flatMap(({ name }) => weightsOf(cache.snapshotFile(commit, name), name, listing));
  const rest = await filterAsync(weights, async (file) => !(await isThere(file)));
  if (rest.length > 0) await fetchAll(rest);
  return damaged;
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

/** The graphs that the author names, or the best that the model has. */
function graphsOf(listing: RepoListing, source: HubSource, options: FetchOptions): RepoFile[] {
  const byName = new Map(listing.files.map((file) => [file.name, file]));
  const wanted = options.files ?? chooseFiles([...byName.keys()]) ?? [];
  const found = wanted.flatMap((name) => byName.get(name) ?? []);
  if (found.length > 0 && found.length === wanted.length) return found;
  const graphs = [...byName.keys()].filter(isGraph);
  throw new HubError({
    what: noGraph(
      wanted.filter((name) => !byName.has(name)),
      graphs.length,
    ),
    where: `${options.settings.endpoint}/${source.repo}/tree/${listing.commit}`,
    expected: "onnx/model.onnx or another .onnx file",
    received: graphs.length === 0 ? "none" : graphs.slice(0, 12).join(", "),
    cure:
      graphs.length === 0
        ? "Look for an export of the model under onnx-community or Xenova, or export it with optimum."
        : "Name one of them in `file`.",
  });
}

function noGraph(missing: readonly string[], nGraphs: number): string {
  if (missing.length > 0) return `the model has no file ${missing.join(", ")}`;
  return nGraphs === 0 ? "the model has no ONNX file" : "the model has several ONNX files";
}

/** The weight files that the graph names, if the model has them. Opening the model reports the missing ones. */
function weightsOf(path: string, graph: string, listing: RepoListing): RepoFile[] {
  const model = indexModel(path);
  model.file.close();
  const places = locationsIn(model).map((location) => posix.join(posix.dirname(graph), location));
  const named = new Set(places.map((place) => posix.normalize(place)));
  return listing.files.filter((file) => named.has(file.name));
}

/** The cache as it is: the snapshot of the last known commit, or the files of transformers.js. */
async function findKept(
  cache: RepoCache,
  source: HubSource,
  options: FetchOptions,
): Promise<FetchedModel | undefined> {
  const commit = await cache.readRef(source.revision);
  if (commit !== undefined) {
    const folder = cache.snapshot(commit);
    if (await isUsable(folder, options)) {
      await expectWhole(folder, options);
      return { folder, commit };
    }
  }
  const plain = transformersFolder(source, options.settings);
  if (plain !== undefined && (await isUsable(plain, options))) return { folder: plain, commit: null };
  return undefined;
}

/** External weight files are not checked here, but when the model's files are digested. @throws {DamagedBlob} */
async function expectWhole(folder: string, { digests, files }: FetchOptions): Promise<void> {
  const graphs = files ?? (await namesIn(folder)).filter(isGraph);
  for (const name of [...graphs, ...COMPANIONS]) {
    const path = join(folder, name);
    const size = await sizeOf(path);
    if (size !== undefined) await (digests?.content(path) ?? contentDigest(path, BigInt(size)));
  }
}

/** Files in the folders that hold graphs. */
async function namesIn(folder: string): Promise<string[]> {
  return [...(await listFolder(folder, "onnx")), ...(await listFolder(folder, "."))];
}

async function isUsable(folder: string, options: FetchOptions): Promise<boolean> {
  if (options.needsGraph === false) return (await sizeOf(join(folder, "tokenizer.json"))) !== undefined;
  if (options.files !== undefined) {
    for (const file of options.files) if ((await sizeOf(join(folder, file))) === undefined) return false;
    return true;
  }
  return chooseFiles(await namesIn(folder)) !== undefined;
}

function notKept(source: HubSource, cache: RepoCache, settings: HubSettings): HubError {
  const looked = [dirname(cache.folder), settings.transformersCache].filter(Boolean).join(" and ");
  return new HubError({
    what: "the model is not on this machine",
    where: `hub:${source.repo}@${source.revision}`,
    expected: `its files in ${looked}`,
    received: "offline, and no files",
    cure: "Run it once with a network (without --offline and HF_HUB_OFFLINE).",
  });
}

/** A refusal by the disk is not the author's mistake, but a stack would not explain it either. */
function cannotWrite(error: unknown, cache: RepoCache): HubError | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!/^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOTDIR)$/.test(code ?? "")) return undefined;
  return new HubError(
    {
      what: "the cache cannot be written",
      where: cache.folder,
      expected: "a folder with room that may be written to",
      received: message,
      cure: "Free some space, or name another folder in HF_HUB_CACHE.",
    },
    { cause: error },
  );
}

async function filterAsync<T>(list: readonly T[], keep: (entry: T) => Promise<boolean>): Promise<T[]> {
  const kept: T[] = [];
  for (const entry of list) if (await keep(entry)) kept.push(entry);
  return kept;
}
