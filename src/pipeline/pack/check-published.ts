/**
 * Checks whether a published atlas is still as it was published. Each start checks that all files exist with their sizes, and
 * reads those whose times have changed since they were last verified; a thorough check reads all of them.
 */
import { createHash } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { atlasFiles } from "#atlas/address.ts";
import { nameInTheMaking } from "../cache/owner.ts";
import { isSettled, stampOf } from "../cache/stamp.ts";
import { fileStats, makeFolder } from "../config/folder.ts";
import { listedFile, parseFileList, type FileList, type ListedFile } from "./file-list.ts";

export interface DamagedFile {
  /** Path inside the atlas folder. */
  readonly path: string;
  readonly fault: "missing" | "of another size" | "of other content";
}

export interface CheckOptions {
  /** The folder, outside the published one, that remembers the times of an atlas's files; it need not exist. */
  readonly stampsFile: string;
  /** Reads every file, even if its times are unchanged. */
  readonly isThorough?: boolean;
  /** In milliseconds, as Date.now gives it. */
  readonly now?: () => number;
}

/** Few enough to leave other programs their share of open files, enough to keep the disk busy. */
const AT_ONCE = 16;
/** Files that this process has just written are known to be whole. */
const WRITTEN_NOW = Symbol("written now");
/** A message lists this many names and counts the others, because nobody reads more. */
const MOST_NAMED = 3;

const stampsSchema = z.strictObject({
  v: z.literal(1),
  /** sha-256 of the list that names these files. */
  list: z.string(),
  /** In the order of the list; empty if a file changed too shortly before the check for its times to be trusted. */
  stamps: z.array(z.string()),
});

/** @returns The damaged files, in the order of the list; empty if the atlas is whole. */
export async function checkPublished(
  folder: string,
  { stampsFile, isThorough = false, now }: CheckOptions,
): Promise<DamagedFile[]> {
  const text = await readFile(join(folder, atlasFiles.files), "utf8").catch(() => undefined);
  const list = text === undefined ? undefined : parseFileList(text);
  if (text === undefined || list === undefined)
    return [{ path: atlasFiles.files, fault: text === undefined ? "missing" : "of other content" }];
  const listDigest = digestOf(text);
  const known = await readStamps(stampsFile, listDigest);
  const looks = await lookAtAll(folder, list, (i) => (isThorough ? undefined : known?.[i]), now);
  const damaged = looks.flatMap(({ damage }) => damage ?? []);
  const stamps = looks.map(({ stamp }) => stamp);
  if (damaged.length === 0 && stamps.join() !== known?.join())
    await writeStamps(stampsFile, { v: 1, list: listDigest, stamps });
  return damaged;
}

/** Remembers the times of files that were just published, so the next start need not read them. */
export async function rememberPublished(
  folder: string,
  { stampsFile, now }: Omit<CheckOptions, "isThorough">,
): Promise<void> {
  const text = await readFile(join(folder, atlasFiles.files), "utf8");
  const looks = await lookAtAll(folder, parseFileList(text) ?? new Map(), () => WRITTEN_NOW, now);
  await writeStamps(stampsFile, { v: 1, list: digestOf(text), stamps: looks.map(({ stamp }) => stamp) });
}

/** Describes the damage: `tokens.json was missing`, `5 of its files were damaged (a missing, b of other content, …)`. */
export function describeDamage(damaged: readonly DamagedFile[]): string {
  const [first] = damaged;
  if (damaged.length === 1 && first !== undefined) return `${first.path} was ${first.fault}`;
  const named = damaged.slice(0, MOST_NAMED).map(({ path, fault }) => `${path} ${fault}`);
  const nLeft = damaged.length - named.length;
  const rest = nLeft > 0 ? `, and ${nLeft} more` : "";
  return `${damaged.length.toLocaleString("en")} of its files were damaged (${named.join(", ")}${rest})`;
}

/** The stamp of a file when it was last verified, if it ever was. */
type Known = string | typeof WRITTEN_NOW | undefined;

interface Look {
  /** Empty if the stamp is not to be trusted. */
  readonly stamp: string;
  readonly damage?: DamagedFile;
}

async function lookAtAll(
  folder: string,
  list: FileList,
  known: (i: number) => Known,
  // Compared with times of files, which decide what is read again and never affect any output.
  // eslint-disable-next-line no-restricted-properties
  now: () => number = Date.now,
): Promise<Look[]> {
  const files = [...list];
  const nowMs = now();
  const looks: Look[] = [];
  let next = 0;
  const lookOn = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) {
      const [path, listed] = files[i]!;
      looks[i] = await lookAt(folder, path, listed, known(i), nowMs);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lookOn));
  return looks;
}

async function lookAt(
  folder: string,
  path: string,
  { nBytes, sha256 }: ListedFile,
  known: Known,
  nowMs: number,
): Promise<Look> {
  const stats = await fileStats(join(folder, path));
  if (stats === undefined) return { stamp: "", damage: { path, fault: "missing" } };
  if (Number(stats.size) !== nBytes) return { stamp: "", damage: { path, fault: "of another size" } };
  const stamp = stampOf(stats);
  if (stamp === known) return { stamp };
  const trusted = isSettled(stats, nowMs) ? stamp : "";
  if (known === WRITTEN_NOW) return { stamp: trusted };
  const content = await readFile(join(folder, path)).catch(() => undefined);
  if (content === undefined || listedFile(content).sha256 !== sha256)
    return { stamp: "", damage: { path, fault: "of other content" } };
  return { stamp: trusted };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function readStamps(path: string, list: string): Promise<readonly string[] | undefined> {
  try {
    const known = stampsSchema.parse(JSON.parse(await readFile(path, "utf8")));
    return known.list === list ? known.stamps : undefined;
  } catch {
    // A missing, damaged or older index only means that files are read again.
    return undefined;
  }
}

async function writeStamps(path: string, stamps: z.infer<typeof stampsSchema>): Promise<void> {
  const staging = await nameInTheMaking(path);
  try {
    await makeFolder(dirname(path));
    await writeFile(staging, JSON.stringify(stamps));
    await rename(staging, path);
  } catch (error) {
    // If the index cannot be written, the next start has to read the files again, and that is all.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    await rm(staging, { force: true }).catch(() => undefined);
  }
}
