/** Remembers the contents of files: a file with unchanged size, times and inode is not read again. */
import { createHash } from "node:crypto";
import { createReadStream, type BigIntStats } from "node:fs";
import { readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { nameInTheMaking } from "./owner.ts";
import { fileStats, isFile, makeFolder } from "../config/folder.ts";
import { blobChecksum, DamagedBlob } from "./hub-blob.ts";
import { isSettled, stampOf } from "./stamp.ts";

const FILE = "digests.json";
/** The content of an unreadable path; its reader reports the error. */
const NOTHING = "nothing";
/** The fact that everyone needs about a file: its size and sha-256. */
const CONTENT = "content";

const entrySchema = z.strictObject({
  stamp: z.string(),
  facts: z
    .record(z.string(), z.array(z.string()))
    .refine(({ [CONTENT]: content }) => !content || /^\d+ [0-9a-f]{64}$/.test(content.join(" "))),
});
const indexSchema = z.strictObject({ version: z.literal(2), files: z.record(z.string(), entrySchema) });
type Entry = z.infer<typeof entrySchema>;

/** The questions that a build has about files. */
export type Digests = Pick<DigestIndex, "content" | "fact" | "save">;

/** Finds a fact about a file's content; undefined is not remembered. */
export type FactReader = (
  path: string,
  stats: BigIntStats,
) => readonly string[] | undefined | Promise<readonly string[] | undefined>;

export interface DigestIndexOptions {
  /** If false, every file is read again, and remembered as usual. */
  readonly isTrusting?: boolean;
  /** In milliseconds, as Date.now gives it. */
  readonly now?: () => number;
}

/** One index file per folder of results; a damaged one is rebuilt. */
export class DigestIndex {
  readonly #path: string;
  readonly #now: () => number;
  readonly #known: Map<string, Entry>;
  #isChanged = false;

  private constructor(path: string, known: Map<string, Entry>, now: () => number) {
    this.#path = path;
    this.#known = known;
    this.#now = now;
  }

  static async open(folder: string, options: DigestIndexOptions = {}): Promise<DigestIndex> {
    // Compared with times of files, which decide what is read again and never affect any output.
    // eslint-disable-next-line no-restricted-properties
    const { isTrusting = true, now = Date.now } = options;
    const path = join(folder, FILE);
    return new DigestIndex(path, isTrusting ? await readIndex(path) : new Map<string, Entry>(), now);
  }

  /**
   * Size and sha-256 of the file that a path leads to, through links.
   *
   * @throws {DamagedBlob} if it is a file in the hub's cache whose content does not match its name.
   */
  async content(path: string): Promise<string> {
    const fact = await this.fact(path, CONTENT, async (_, { size }) => [
      String(size),
      await contentDigest(path, size),
    ]);
    return fact?.join("\0") ?? NOTHING;
  }

  /**
   * A fact that `read` finds about a file, remembered until the file changes; undefined if no file can be read, or `read`
   * finds nothing.
   *
   * @param what Names the fact, e.g. `external files`.
   */
  async fact(path: string, what: string, read: FactReader): Promise<readonly string[] | undefined> {
    const at = resolve(path);
    const stats = await fileStats(at);
    if (stats === undefined) return undefined;
    const stamp = stampOf(stats);
    const known = this.#factsOf(at, stamp)[what];
    if (known !== undefined) return known;
    const begunMs = this.#now();
    let value: readonly string[] | undefined;
    try {
      value = await read(path, stats);
    } catch (error) {
      if (/^(ENOENT|EACCES|EPERM|EISDIR)$/.test((error as NodeJS.ErrnoException).code ?? ""))
        return undefined;
      throw error;
    }
    // Stored under the earlier stamp: if the file changed while it was read, this entry is never used.
    if (value && isSettled(stats, begunMs)) {
      this.#known.set(at, { stamp, facts: { ...this.#factsOf(at, stamp), [what]: [...value] } });
      this.#isChanged = true;
    }
    return value;
  }

  /** Writes new facts together with those that other builds have written in the meantime; drops files that are gone. */
  async save(): Promise<void> {
    if (!this.#isChanged) return;
    const all = [...withFactsOf(await readIndex(this.#path), this.#known)];
    const isThere = await Promise.all(all.map(([path]) => isFile(path)));
    const files = Object.fromEntries(all.filter((_, i) => isThere[i]).sort(([a], [b]) => (a < b ? -1 : 1)));
    const staging = await nameInTheMaking(this.#path);
    try {
      await makeFolder(dirname(this.#path));
      await writeFile(staging, JSON.stringify({ version: 2, files }));
      await rename(staging, this.#path);
      this.#isChanged = false;
    } catch (error) {
      // If the index cannot be written, the next build only has to read the files again.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      await rm(staging, { force: true }).catch(() => undefined);
    }
  }

  #factsOf(path: string, stamp: string): Entry["facts"] {
    const entry = this.#known.get(path);
    return entry?.stamp === stamp ? entry.facts : {};
  }
}

/** Our entries merged with what others have learned about the same files, and their entries for other files. */
function withFactsOf(
  theirs: ReadonlyMap<string, Entry>,
  ours: ReadonlyMap<string, Entry>,
): Map<string, Entry> {
  const all = new Map([...theirs, ...ours]);
  for (const [path, { stamp, facts }] of ours) {
    const other = theirs.get(path);
    if (other?.stamp === stamp) all.set(path, { stamp, facts: { ...other.facts, ...facts } });
  }
  return all;
}

async function readIndex(path: string): Promise<Map<string, Entry>> {
  try {
    return new Map(Object.entries(indexSchema.parse(JSON.parse(await readFile(path, "utf8"))).files));
  } catch {
    // A missing, damaged or older index only means that files are read again.
    return new Map();
  }
}

/** sha-256 of a file. @throws {DamagedBlob} if it is a blob in the hub's cache whose content does not match its name. */
export async function contentDigest(path: string, size: bigint): Promise<string> {
  const real = await realpath(path);
  const named = blobChecksum(real);
  const hash = createHash("sha256");
  const gitHash = named?.length === 40 ? createHash("sha1").update(`blob ${size}\0`) : undefined;
  for await (const chunk of createReadStream(real, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    gitHash?.update(chunk as Buffer);
  }
  const digest = hash.digest("hex");
  const checksum = gitHash?.digest("hex") ?? digest;
  if (named !== undefined && checksum !== named) throw new DamagedBlob(path, named, checksum);
  return digest;
}
