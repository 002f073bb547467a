/** A model on the hub → a folder on this machine with exactly the files that Headland needs. */
import { dirname } from "node:path";
import type { ModelEntry } from "../config/model-entry.ts";
import { RepoCache } from "./cache-layout.ts";
import { fetchFiles, lockOf } from "./fetch-files.ts";
import type { FetchedModel, FetchOptions } from "./fetch-options.ts";
import { HubError, HubUnavailableError } from "./hub-error.ts";
import { findKept } from "./kept-model.ts";
import { listRepo, type HubSource, type RepoListing } from "./list-repo.ts";
import type { HubSettings } from "./settings.ts";
import { sweepRepo } from "./sweep-repo.ts";

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
  let fetched: ModelEntry & { readonly damaged: readonly string[] };
  try {
    await sweepRepo(cache.folder, lockOf(cache));
    fetched = await fetchFiles(cache, source, listing, options);
    await cache.writeRef(source.revision, listing.commit);
  } catch (error) {
    throw cannotWrite(error, cache) ?? error;
  }
  const { damaged, ...entry } = fetched;
  return {
    ...entry,
    folder: cache.snapshot(listing.commit),
    commit: listing.commit,
    ...(damaged.length > 0 ? { warning: warningOf(damaged, source) } : {}),
  };
}

function warningOf(damaged: readonly string[], { repo }: HubSource): string {
  return `What was kept of ${repo} was damaged on disk and was fetched again: ${damaged.join(", ")}.`;
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
