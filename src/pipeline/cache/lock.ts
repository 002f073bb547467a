/** Locks for shared folders: one process at a time works in a folder; the others wait. */
import { randomUUID } from "node:crypto";
import { link, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { makeFolder } from "../config/folder.ts";
import { isDeadOwner, isOurs, nameInTheMaking, ownName } from "./owner.ts";

const POLL_MS = 200;
/** Locks that this process holds or waits for. A lock with its process id that is not in this set belongs to an ended process. */
const held = new Set<string>();

export interface LockOptions {
  readonly signal?: AbortSignal;
  /** Called once if another process holds the lock. */
  readonly onWait?: (owner: string) => void;
}

/**
 * Runs `run` while holding the lock file. The file names its owner, so that the lock of a dead process can be taken over.
 *
 * If two builds ever run at once anyway (a lock was taken over at the moment it changed hands), they write the same
 * bytes to the same places, and checksums are checked at the end.
 */
export async function withLock<T>(
  path: string,
  run: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  await makeFolder(dirname(path));
  let hasTold = false;
  while (!(await tryLock(path))) {
    const owner = await readOwner(path);
    // The lock was released in the meantime.
    if (owner === undefined) continue;
    if (await isDead(owner, path)) await takeAway(path, owner);
    else {
      if (!hasTold) options.onWait?.(owner.split(" ")[0] ?? owner);
      hasTold = true;
      await wait(POLL_MS, undefined, options.signal ? { signal: options.signal } : {});
    }
  }
  try {
    return await run();
  } finally {
    await giveUp(path);
    held.delete(path);
  }
}

/** Like `withLock`, but does nothing if another process holds the lock. @returns Whether it ran. */
export async function withFreeLock(path: string, run: () => Promise<void>): Promise<boolean> {
  await makeFolder(dirname(path));
  if (!(await tryLock(path))) {
    const owner = await readOwner(path);
    if (owner !== undefined && !(await isDead(owner, path))) return false;
    if (owner !== undefined) await takeAway(path, owner);
    if (!(await tryLock(path))) return false;
  }
  try {
    await run();
  } finally {
    await giveUp(path);
    held.delete(path);
  }
  return true;
}

export interface FoundLock {
  readonly name: string;
  /** The process, as `ownName` names it. */
  readonly owner: string;
  /** Whether its process is known to have ended. */
  readonly isDead: boolean;
}

/** The locks in a folder, sorted by name. */
export async function locksIn(folder: string): Promise<FoundLock[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const locks: FoundLock[] = [];
  // Names of unfinished files contain their process; names of locks do not.
  for (const name of names.filter((file) => !file.includes("@")).sort()) {
    const path = join(folder, name);
    const content = await readOwner(path);
    if (content !== undefined)
      locks.push({ name, owner: content.split(" ")[0] ?? "", isDead: await isDead(content, path) });
  }
  return locks;
}

/** Written to a temporary file and linked into place, so that the lock always contains its owner's name. */
async function tryLock(path: string): Promise<boolean> {
  if (held.has(path)) return false;
  held.add(path);
  const mine = await nameInTheMaking(path);
  try {
    // Distinguishes two locks of the same process.
    await writeFile(mine, `${await ownName()} ${randomUUID()}`);
    await takePlace(mine, path);
    return true;
  } catch (error) {
    held.delete(path);
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await giveUp(mine);
  }
}

/** If a file system has no links, the lock is written in place, where it may briefly appear empty. */
async function takePlace(mine: string, path: string): Promise<void> {
  try {
    await link(mine, path);
  } catch (error) {
    if (!/^(EPERM|ENOSYS|ENOTSUP|EOPNOTSUPP)$/.test((error as NodeJS.ErrnoException).code ?? "")) throw error;
    await writeFile(path, await readFile(mine), { flag: "wx" });
  }
}

/** A lock that cannot be removed blocks nobody once its owner has ended, and the result of the work matters more. */
async function giveUp(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

async function readOwner(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A lock with our process id that we neither hold nor wait for was left by an earlier process with the same id. */
async function isDead(content: string, path: string): Promise<boolean> {
  const owner = content.split(" ")[0] ?? "";
  return isOurs(owner) ? !held.has(path) : isDeadOwner(owner);
}

/** Removes a lock whose owner has ended; otherwise it might stay forever. */
export async function freeDeadLock(path: string): Promise<void> {
  const owner = await readOwner(path);
  if (owner !== undefined && (await isDead(owner, path))) await takeAway(path, owner);
}

/** Renames the lock first: if several processes find a dead owner, only one of them succeeds. */
async function takeAway(path: string, owner: string): Promise<void> {
  const aside = await nameInTheMaking(path);
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  // The lock changed hands in the meantime: give it back, unless a third process has locked already.
  if ((await readFile(aside, "utf8")) !== owner) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
