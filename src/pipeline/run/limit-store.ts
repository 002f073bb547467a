/** Keeps the store of results below its limit. It removes what was used longest ago, but nothing that a running build uses. */
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../config/folder.ts";
import { counted } from "#atlas/counted.ts";
import { formatByteSize } from "../cache/byte-size.ts";
import { locksIn, withLock } from "../cache/lock.ts";
import { nameInTheMaking } from "../cache/owner.ts";
import {
  BundleRemover,
  measureStore,
  removeOrphans,
  storedBundles,
  type StoredBundle,
} from "../cache/stored-bundles.ts";
import { Uses, type Use } from "../cache/uses.ts";
import { lockName } from "./lock-name.ts";

export interface LimitOptions {
  /** The folder in which results are kept between builds. */
  readonly workFolder: string;
  /** In bytes; Infinity for no limit. */
  readonly limit: number;
  /** Results used since then stay: when the build began, in milliseconds as from Date.now. */
  readonly sinceMs: number;
  /** Whether the store may have grown since it was last measured. */
  readonly hasGrown: boolean;
}

/** Removes results down to this share of the limit, so that not every build has to remove some. */
const SHARE = 0.9;

/** Forgets the size of the store before it grows, so that after a killed build the next one measures it. */
export async function expectGrowth(workFolder: string): Promise<void> {
  await rm(sizeFile(workFolder), { force: true });
}

/** @returns One line for the author about what was removed; undefined if nothing was. */
export async function limitStore(options: LimitOptions): Promise<string | undefined> {
  const { workFolder, limit, hasGrown } = options;
  if (limit === Infinity) return undefined;
  const known = hasGrown ? undefined : await readSize(workFolder);
  if (known !== undefined && known <= limit) return undefined;
  return withLock(join(workFolder, "locks/store"), () => evict(options));
}

async function evict({ workFolder, limit, sinceMs }: LimitOptions): Promise<string | undefined> {
  const folder = join(workFolder, "store");
  let nBytes = await measureStore(folder);
  if (nBytes <= limit) {
    await writeSize(workFolder, nBytes);
    return undefined;
  }
  const before = nBytes;
  const all = await storedBundles(folder);
  // eslint-disable-next-line no-restricted-properties -- Ages of leftovers; no result depends on them.
  nBytes -= await removeOrphans(folder, all, Date.now());
  const uses = await new Uses(workFolder).list();
  const remover = new BundleRemover(folder, all);
  const removed = new Set<string>();
  for (const bundle of await evictable(all, uses, workFolder, sinceMs)) {
    if (nBytes <= limit * SHARE) break;
    nBytes -= await remover.remove(bundle);
    removed.add(bundle.key);
  }
  const left = new Set(all.flatMap(({ key }) => (removed.has(key) ? [] : [key])));
  await forgetUses(uses, left, sinceMs);
  await writeSize(workFolder, nBytes);
  return describe({ before, nBytes, limit, nRemoved: removed.size, folder });
}

/** Results that no running build uses, the longest unused first. */
async function evictable(
  all: readonly StoredBundle[],
  uses: readonly Use[],
  workFolder: string,
  sinceMs: number,
): Promise<StoredBundle[]> {
  const atWork = new Set(
    (await locksIn(join(workFolder, "locks"))).flatMap((lock) => (lock.isDead ? [] : [lock.name])),
  );
  const lastMs = new Map<string, number>();
  for (const use of uses) {
    const ms = atWork.has(lockName(use.atlas)) ? Infinity : use.lastMs;
    for (const key of use.keys) lastMs.set(key, Math.max(lastMs.get(key) ?? 0, ms));
  }
  const ageOf = ({ key, writtenMs }: StoredBundle): number => lastMs.get(key) ?? writtenMs;
  return all
    .filter((bundle) => ageOf(bundle) < sinceMs)
    .toSorted((a, b) => ageOf(a) - ageOf(b) || (a.key < b.key ? -1 : 1));
}

/** Removes records of uses whose results are all gone. */
export async function forgetUses(
  uses: readonly Use[],
  left: ReadonlySet<string>,
  sinceMs: number,
): Promise<void> {
  for (const { path, keys, lastMs } of uses)
    if (lastMs < sinceMs && !keys.some((key) => left.has(key))) await rm(path, { force: true });
}

function describe(done: {
  before: number;
  nBytes: number;
  limit: number;
  nRemoved: number;
  folder: string;
}): string {
  const { before, nBytes, limit, nRemoved, folder } = done;
  const over = `${folder} held ${formatByteSize(before)}, more than its limit of ${formatByteSize(limit)}`;
  const gone =
    nRemoved === 0 ? "" : `; ${counted(nRemoved, "result")} that were used longest ago are removed`;
  const rest =
    nBytes > limit
      ? `. This build uses the ${formatByteSize(nBytes)} that are left: raise the limit with --store-limit or HEADLAND_STORE_LIMIT.`
      : `, ${formatByteSize(nBytes)} are left.`;
  return `${over}${gone}${rest}`;
}

function sizeFile(workFolder: string): string {
  return join(workFolder, "store-size.json");
}

async function readSize(workFolder: string): Promise<number | undefined> {
  try {
    const nBytes: unknown = JSON.parse(await readFile(sizeFile(workFolder), "utf8"));
    return typeof nBytes === "number" && nBytes >= 0 ? nBytes : undefined;
  } catch {
    // A missing or damaged file means that the store is measured again.
    return undefined;
  }
}

async function writeSize(workFolder: string, nBytes: number): Promise<void> {
  await makeFolder(workFolder);
  const staging = await nameInTheMaking(sizeFile(workFolder));
  await writeFile(staging, JSON.stringify(nBytes));
  await rename(staging, sizeFile(workFolder));
}
