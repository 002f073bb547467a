/** The bundles in the store: which there are, how large they are, and how to remove some of them. */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ls, rm as remove } from "cacache";

export interface StoredBundle {
  readonly key: string;
  /** When its last part was written. */
  readonly writtenMs: number;
  readonly parts: readonly StoredPart[];
}

interface StoredPart {
  /** Its name in the store's index. */
  readonly name: string;
  /** Digest of its content, which other parts may share. */
  readonly integrity: string;
  readonly nBytes: number;
}

/** Content that no index names is either being written or was left by a killed process: at this age it is the latter. */
const ORPHAN_MS = 24 * 3600 * 1000;

/** All bundles, sorted by key, including those that a killed process left without their list of names. */
export async function storedBundles(folder: string): Promise<StoredBundle[]> {
  const entries = Object.values(await ls(folder));
  const byKey = Map.groupBy(entries, ({ key }) => key.split("/")[0] ?? key);
  const bundles = [...byKey].map(([key, of]) => ({
    key,
    writtenMs: Math.max(...of.map(({ time }) => time)),
    parts: of.map(({ key: name, integrity, size }) => ({ name, integrity, nBytes: size })),
  }));
  return bundles.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Total size of all contents. */
export async function measureStore(folder: string): Promise<number> {
  return (await contentsIn(folder)).reduce((sum, { nBytes }) => sum + nBytes, 0);
}

/** Total size of the contents that only these bundles need. @param all Every bundle in the store. */
export function sizeOfOnly(some: readonly StoredBundle[], all: readonly StoredBundle[]): number {
  const taken = new Set(some);
  const contents = (bundles: readonly StoredBundle[]): Map<string, number> =>
    new Map(bundles.flatMap(({ parts }) => parts.map(({ integrity, nBytes }) => [integrity, nBytes])));
  const others = contents(all.filter((bundle) => !taken.has(bundle)));
  let total = 0;
  for (const [integrity, nBytes] of contents(some)) if (!others.has(integrity)) total += nBytes;
  return total;
}

/**
 * Removes bundles from the store one by one: first the list of names, so that a partly removed bundle is not found, then
 * the parts, and the contents that no other bundle needs.
 */
export class BundleRemover {
  readonly #folder: string;
  /** Number of parts that share a content. */
  readonly #needed = new Map<string, number>();

  /** @param all Every bundle in the store. */
  constructor(folder: string, all: readonly StoredBundle[]) {
    this.#folder = folder;
    for (const { parts } of all)
      for (const { integrity } of parts) this.#needed.set(integrity, (this.#needed.get(integrity) ?? 0) + 1);
  }

  /** @returns Number of bytes that this has freed. */
  async remove({ key, parts }: StoredBundle): Promise<number> {
    let nBytes = 0;
    const listFirst = parts.toSorted((a, b) => Number(b.name === key) - Number(a.name === key));
    for (const { name } of listFirst) await removeFully(this.#folder, name, { removeFully: true });
    for (const part of parts) {
      const left = (this.#needed.get(part.integrity) ?? 0) - 1;
      this.#needed.set(part.integrity, left);
      if (left > 0) continue;
      await remove.content(this.#folder, part.integrity);
      nBytes += part.nBytes;
    }
    return nBytes;
  }
}

/**
 * Removes contents that killed processes have left: those that no index names, and unfinished ones.
 *
 * @returns Size of the removed contents.
 */
export async function removeOrphans(
  folder: string,
  all: readonly StoredBundle[],
  nowMs: number,
): Promise<number> {
  const known = new Set(all.flatMap(({ parts }) => parts.map(({ integrity }) => hexOf(integrity))));
  await removeOld(join(folder, "tmp"), nowMs);
  let removed = 0;
  for (const { path, hex, nBytes, changedMs } of await contentsIn(folder)) {
    if (known.has(hex) || nowMs - changedMs < ORPHAN_MS) continue;
    await rm(path, { force: true });
    removed += nBytes;
  }
  return removed;
}

async function removeOld(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && nowMs - found.mtimeMs > ORPHAN_MS)
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Also removes the bucket, which otherwise keeps a note that the entry is gone; the types lack this option. */
const removeFully = remove.entry as (
  folder: string,
  key: string,
  options: { removeFully: boolean },
) => Promise<unknown>;

interface Content {
  readonly path: string;
  readonly hex: string;
  readonly nBytes: number;
  readonly changedMs: number;
}

/** Few enough to leave other programs their share of open files. */
const AT_ONCE = 16;

async function contentsIn(folder: string): Promise<Content[]> {
  const root = join(folder, "content-v2/sha512");
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const contents: Content[] = [];
  for (let i = 0; i < paths.length; i += AT_ONCE) {
    const some = paths.slice(i, i + AT_ONCE);
    const looks = await Promise.all(some.map((path) => stat(path).catch(() => undefined)));
    some.forEach((path, k) => {
      const found = looks[k];
      const hex = path.slice(root.length).replaceAll(/[/\\]/g, "");
      if (found) contents.push({ path, hex, nBytes: found.size, changedMs: found.mtimeMs });
    });
  }
  return contents;
}

/** `sha512-<base64>` in the spelling of the store's folders. */
function hexOf(integrity: string): string {
  return Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
}
