/** Plans and measures what `npm run clean` removes, before it removes anything. Files of running processes stay. */
import type { Dirent } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseAtlasFolder } from "#atlas/address.ts";
import { counted } from "#atlas/counted.ts";
import { locksIn, withFreeLock, withLock, type FoundLock } from "../cache/lock.ts";
import { removeFolder } from "../cache/move-folder.ts";
import {
  BundleRemover,
  removeOrphans,
  sizeOfOnly,
  storedBundles,
  type StoredBundle,
} from "../cache/stored-bundles.ts";
import { latestUses, Uses, type Use } from "../cache/uses.ts";
import { loadContent } from "../config/load-content.ts";
import { ConfigError } from "../errors.ts";
import { forgetUses } from "./limit-store.ts";
import { lockName } from "./lock-name.ts";
import { sweepLeftovers } from "./sweep.ts";

export interface CleanFolders {
  readonly contentFolder: string;
  /** The folder of published atlases. */
  readonly outFolder: string;
  /** The folder of results. */
  readonly workFolder: string;
}

/** Something to remove. */
export interface CleanStep {
  /** E.g. `vectors of 2 inputs`. */
  readonly what: string;
  readonly nBytes: number;
  readonly remove: () => Promise<unknown>;
}

/** Subfolders of the folder of results that took hours or days of work and that no build needs. */
const WORKS = ["train", "mutation"];

/** Results that no atlas of content/ needs, and all vectors, which only stopped builds would use. Removes nothing yet. */
export async function planClean(folders: CleanFolders): Promise<CleanStep[]> {
  const { workFolder } = folders;
  const locks = await locksIn(join(workFolder, "locks"));
  const steps = [await captureStep(workFolder, locks), await storeStep(folders)];
  const removed = join(workFolder, "removed");
  steps.push({
    what: "atlases that were taken out of the site",
    nBytes: await sizeOfTree(removed),
    remove: () => rm(removed, { recursive: true, force: true }),
  });
  const faults = join(workFolder, "faults");
  steps.push({
    what: "reports of faults",
    nBytes: await sizeOfTree(faults),
    remove: () => rm(faults, { recursive: true, force: true }),
  });
  const nDead = locks.filter(({ isDead }) => isDead).length;
  const remove = (): Promise<void> => sweepLeftovers(folders);
  if (nDead > 0)
    steps.push({ what: `${counted(nDead, "lock")} of processes that have ended`, nBytes: 0, remove });
  return steps.filter(({ what, nBytes }) => nBytes > 0 || what.includes("lock"));
}

/**
 * Everything that can be made again: results, atlases and built sites. Files of training and mutation tests stay.
 *
 * @param siteFolders Built sites outside the folder of results, e.g. `dist`.
 * @throws {ConfigError} if a build is running.
 */
export async function planCleanAll(
  { outFolder, workFolder }: CleanFolders,
  siteFolders: readonly string[],
): Promise<CleanStep[]> {
  const running = (await locksIn(join(workFolder, "locks"))).find(({ isDead }) => !isDead);
  if (running !== undefined) {
    throw new ConfigError({
      what: "a build is running",
      where: join(workFolder, "locks", running.name),
      expected: "no other process at work",
      received: `process ${running.owner}`,
      cure: "Wait until it has ended, or stop it. If that machine is gone for good, remove the file.",
    });
  }
  const names = (await entriesIn(workFolder)).map(({ name }) => name).sort();
  const results = names.filter((name) => !WORKS.includes(name)).map((name) => join(workFolder, name));
  const steps: CleanStep[] = [];
  for (const path of [...results, outFolder, ...siteFolders]) {
    const nBytes = await sizeOfTree(path);
    if (nBytes > 0)
      steps.push({ what: path, nBytes, remove: () => rm(path, { recursive: true, force: true }) });
  }
  return steps;
}

async function captureStep(workFolder: string, locks: readonly FoundLock[]): Promise<CleanStep> {
  const folder = join(workFolder, "captures");
  const owned = new Set(locks.filter(({ isDead }) => !isDead).map(({ name }) => name));
  // An unfinished capture has its process in its name; the sweep removes it once that process has ended.
  const names = (await entriesIn(folder)).map(({ name }) => name).filter((name) => !name.includes("@"));
  const free = names.filter((name) => !owned.has(name)).sort();
  let nBytes = 0;
  for (const name of free) nBytes += await sizeOfTree(join(folder, name));
  const remove = async (): Promise<void> => {
    for (const name of free)
      await withFreeLock(join(workFolder, "locks", name), () => removeFolder(join(folder, name)));
  };
  return { what: `vectors of ${counted(free.length, "input")}`, nBytes, remove };
}

async function storeStep(folders: CleanFolders): Promise<CleanStep> {
  const folder = join(folders.workFolder, "store");
  const find = async (): Promise<{ all: StoredBundle[]; unused: StoredBundle[]; uses: Use[] }> => {
    const uses = await new Uses(folders.workFolder).list();
    const needed = await neededKeys(folders, uses, await locksIn(join(folders.workFolder, "locks")));
    const all = await storedBundles(folder);
    return { all, unused: all.filter(({ key }) => !needed(key)), uses };
  };
  const { all, unused } = await find();
  const remove = (): Promise<void> =>
    withLock(join(folders.workFolder, "locks/store"), async () => {
      // Checked again, because a build may have begun in the meantime.
      const now = await find();
      const remover = new BundleRemover(folder, now.all);
      for (const bundle of now.unused) await remover.remove(bundle);
      const left = now.all.filter((bundle) => !now.unused.includes(bundle));
      await removeOrphans(folder, left, new Date().getTime());
      await forgetUses(now.uses, new Set(left.map(({ key }) => key)), Infinity);
    });
  const what = `${counted(unused.length, "result")} that no atlas of ${folders.contentFolder}/ is made of`;
  return { what, nBytes: sizeOfOnly(unused, all), remove };
}

/** Whether content/ names an atlas that was last made of a result, or a running process may need it. */
async function neededKeys(
  { contentFolder }: CleanFolders,
  uses: readonly Use[],
  locks: readonly FoundLock[],
): Promise<(key: string) => boolean> {
  const { standing } = await loadContent(contentFolder);
  const working = new Set(
    locks.filter(({ isDead, name }) => !isDead && name !== "store").map(({ name }) => name),
  );
  const latest = new Set(latestUses(uses));
  const needing = uses.filter(
    (use) =>
      working.has(lockName(use.atlas)) ||
      (latest.has(use) && standing(parseAtlasFolder(use.atlas)) !== "unnamed"),
  );
  const needed = new Set(needing.flatMap(({ keys }) => keys));
  const known = new Set(uses.flatMap(({ keys }) => keys));
  // While a build runs, a result without a record may be one that it has just stored.
  return (key) => needed.has(key) || (working.size > 0 && !known.has(key));
}

/** Size of all files below a path; 0 if there is none. */
async function sizeOfTree(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.size ?? 0;
  let nBytes = 0;
  for (const { name } of await entriesIn(path)) nBytes += await sizeOfTree(join(path, name));
  return nBytes;
}

async function entriesIn(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}
