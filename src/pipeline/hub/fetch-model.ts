/** A model on the hub → a folder on this machine with exactly the files that are needed of it. */
import { dirname, join, posix } from "node:path";
import { describeProblem } from "../errors.ts";
import { listFolder } from "../config/folder.ts";
import { COMPANIONS } from "../config/companions.ts";
import { locationsIn } from "../onnx/external-files.ts";
import { chooseFiles, isGraph, isWeightsOf } from "../onnx/model-files.ts";
import { skimModel } from "../onnx/skim-model.ts";
import { RepoCache, sizeOf } from "./cache-layout.ts";
import { downloadFile } from "./download-file.ts";
import { HubError, HubUnavailableError } from "./hub-error.ts";
import { fileUrl, listRepo, type HubSource, type RepoFile, type RepoListing } from "./list-repo.ts";
import { withLock } from "../cache/lock.ts";
import type { HubSettings } from "./settings.ts";
import { copyFromTransformers, transformersFolder } from "./transformers-cache.ts";

export interface FetchedModel {
  /** In Hugging Face layout; its files may be links. */
  readonly folder: string;
  /** What the revision means; null for files of transformers.js' cache, which does not keep it. */
  readonly commit: string | null;
  /** Why the cache had to serve although the hub was asked; absent where it answered, or must not be asked. */
  readonly notice?: string;
}

export interface FetchOptions {
  readonly settings: HubSettings;
  /** The graph files the author asks for; else the best that the model has: one, or an encoder and its decoder. */
  readonly files?: readonly string[];
  /** Without it only what says how a model sees its input is fetched: a tokenizer's folder. */
  readonly needsGraph?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FetchProgress) => void;
}

export interface FetchProgress {
  /** File in work, or why we wait. */
  readonly file: string;
  readonly nBytes: number;
  readonly nTotalBytes: number;
}

/**
 * The hub is asked what the revision means now; only files that are not in the cache are downloaded. Where it cannot
 * be reached, or must not be asked, the cache as it is serves.
 *
 * @throws {HubError} naming what is missing and where.
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
      notice: `The hub cannot be asked now; what is kept of ${source.repo} (${revision}) is used.`,
    };
  }
  try {
    await fetchFiles(cache, source, listing, options);
    await cache.writeRef(source.revision, listing.commit);
  } catch (error) {
    throw cannotWrite(error, cache) ?? error;
  }
  return { folder: cache.snapshot(listing.commit), commit: listing.commit };
}

async function fetchFiles(
  cache: RepoCache,
  source: HubSource,
  listing: RepoListing,
  options: FetchOptions,
): Promise<void> {
  const { commit } = listing;
  const graphs = options.needsGraph === false ? [] : graphsOf(listing, source, options);
  const named = listing.files.filter(
    ({ name }) =>
      (COMPANIONS as readonly string[]).includes(name) ||
      graphs.some((graph) => isWeightsOf(graph.name, name)),
  );
  const wanted = [...graphs, ...named];
  const isThere = async (file: RepoFile): Promise<boolean> =>
    (await sizeOf(cache.snapshotFile(commit, file.name))) === file.size;
  const missing = await filterAsync(wanted, async (file) => !(await isThere(file)));
  const fetchAll = (files: readonly RepoFile[]): Promise<void> =>
    withLock(join(cache.folder, ".headland.lock"), () => fetchEach(cache, source, commit, files, options), {
      ...(options.signal ? { signal: options.signal } : {}),
      onWait: (owner) =>
        options.onProgress?.({ file: `waiting for process ${owner}`, nBytes: 0, nTotalBytes: 0 }),
    });
  if (missing.length > 0) await fetchAll(missing);
  const weights = graphs.flatMap(({ name }) => weightsOf(cache.snapshotFile(commit, name), name, listing));
  const rest = await filterAsync(weights, async (file) => !(await isThere(file)));
  if (rest.length > 0) await fetchAll(rest);
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
    const isThere = (await sizeOf(path)) === file.size;
    if (!isThere && !(await copyFromTransformers(source, file, path, settings))) {
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

/** The author's, or the best that the model has. */
function graphsOf(listing: RepoListing, source: HubSource, options: FetchOptions): RepoFile[] {
  const byName = new Map(listing.files.map((file) => [file.name, file]));
  const wanted = options.files ?? chooseFiles([...byName.keys()]) ?? [];
  const found = wanted.flatMap((name) => byName.get(name) ?? []);
  if (found.length > 0 && found.length === wanted.length) return found;
  const graphs = [...byName.keys()].filter(isGraph);
  throw new HubError(
    describeProblem({
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
    }),
  );
}

function noGraph(missing: readonly string[], nGraphs: number): string {
  if (missing.length > 0) return `the model has no file ${missing.join(", ")}`;
  return nGraphs === 0 ? "the model has no ONNX file" : "the model has several ONNX files";
}

/** Files that the graph itself names as holding its weights, as far as the model has them; opening it tells of others. */
function weightsOf(path: string, graph: string, listing: RepoListing): RepoFile[] {
  const model = skimModel(path);
  model.file.close();
  const places = locationsIn(model).map((location) => posix.join(posix.dirname(graph), location));
  const named = new Set(places.map((place) => posix.normalize(place)));
  return listing.files.filter((file) => named.has(file.name));
}

/** The cache as it is: the snapshot of the last known commit, or what transformers.js has. */
async function findKept(
  cache: RepoCache,
  source: HubSource,
  options: FetchOptions,
): Promise<FetchedModel | undefined> {
  const commit = await cache.readRef(source.revision);
  if (commit !== undefined) {
    const folder = cache.snapshot(commit);
    if (await isUsable(folder, options)) return { folder, commit };
  }
  const plain = transformersFolder(source, options.settings);
  if (plain !== undefined && (await isUsable(plain, options))) return { folder: plain, commit: null };
  return undefined;
}

async function isUsable(folder: string, options: FetchOptions): Promise<boolean> {
  if (options.needsGraph === false) return (await sizeOf(join(folder, "tokenizer.json"))) !== undefined;
  if (options.files !== undefined) {
    for (const file of options.files) if ((await sizeOf(join(folder, file))) === undefined) return false;
    return true;
  }
  const names = [...(await listFolder(folder, "onnx")), ...(await listFolder(folder, "."))];
  return chooseFiles(names) !== undefined;
}

function notKept(source: HubSource, cache: RepoCache, settings: HubSettings): HubError {
  const looked = [dirname(cache.folder), settings.transformersCache].filter(Boolean).join(" and ");
  return new HubError(
    describeProblem({
      what: "the model is not on this machine",
      where: `hub:${source.repo}@${source.revision}`,
      expected: `its files in ${looked}`,
      received: "offline, and no files",
      cure: "Run it once with a network (without --offline and HF_HUB_OFFLINE).",
    }),
  );
}

/** What the disk refuses is not the author's mistake, but nothing a stack would explain. */
function cannotWrite(error: unknown, cache: RepoCache): HubError | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!/^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOTDIR)$/.test(code ?? "")) return undefined;
  return new HubError(
    describeProblem({
      what: "the cache cannot be written",
      where: cache.folder,
      expected: "a folder with room that may be written to",
      received: message,
      cure: "Free some space, or name another folder in HF_HUB_CACHE.",
    }),
    { cause: error },
  );
}

async function filterAsync<T>(list: readonly T[], keep: (entry: T) => Promise<boolean>): Promise<T[]> {
  const kept: T[] = [];
  for (const entry of list) if (await keep(entry)) kept.push(entry);
  return kept;
}
