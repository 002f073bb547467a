/** The content-addressed store of results: nothing is computed twice for the same input. */
import { createHash } from "node:crypto";
import { get, put, rm } from "cacache";
import { isLostFile } from "../problems/lost-file.ts";
import { namingPath } from "../problems/name-path.ts";
import { ownName } from "./owner.ts";

/** A key is a digest over everything the result depends on; the order of the parts matters, that of object keys does not. */
export function cacheKey(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts, sortKeys)).digest("hex");
}

/** Named byte arrays that are stored together: a reader finds all of them or none. */
export type Bundle = ReadonlyMap<string, Uint8Array>;

/** A store in one folder. Reads are checked against the content's digest; writes go to a temporary file and are renamed. */
export class Store {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Stores a bundle. Its list of names is written last, so a killed build stores nothing. */
  async put(key: string, bundle: Bundle): Promise<void> {
    for (const [name, content] of bundle) await this.#write(`${key}/${name}`, Buffer.from(content));
    await this.#write(key, Buffer.from(JSON.stringify([...bundle.keys()])));
  }

  /** Whether the store has the bundle. */
  async has(key: string): Promise<boolean> {
    return (await get.info(this.#folder, key)) !== null;
  }

  /**
   * The bundle, or undefined if it was never stored or is damaged. Damaged bundles are removed together with their bytes,
   * because the store never overwrites bytes that it believes to have.
   */
  async get(key: string): Promise<Bundle | undefined> {
    const list = await this.#read(key);
    if (list === undefined) return undefined;
    const bundle = new Map<string, Uint8Array>();
    let isWhole = true;
    for (const name of namesIn(list)) {
      const content = await this.#read(`${key}/${name}`);
      if (content === undefined) isWhole = false;
      else bundle.set(name, content);
    }
    if (isWhole && bundle.size > 0) return bundle;
    await rm.entry(this.#folder, key);
    return undefined;
  }

  /** The store does not write bytes again that it believes to have; if a disk has damaged them, reading detects that. */
  async #write(name: string, content: Buffer): Promise<void> {
    // Unfinished files carry the name of this process, so they are swept away if it is killed.
    const named = { tmpPrefix: await ownName() };
    await namingPath(this.#folder, async () => {
      await put(this.#folder, name, content, named);
      if ((await this.#read(name)) === undefined) await put(this.#folder, name, content, named);
    });
  }

  /** One entry's content, checked against its digest. */
  async #read(key: string): Promise<Buffer | undefined> {
    const entry = await get.info(this.#folder, key);
    if (entry === null) return undefined;
    try {
      return await get.byDigest(this.#folder, entry.integrity, { size: entry.size });
    } catch (error) {
      if (!isDamage(error)) throw error;
      await rm.entry(this.#folder, key);
      await rm.content(this.#folder, entry.integrity);
      return undefined;
    }
  }
}

/** Names of a bundle's parts; empty if the list is not valid. */
function namesIn(list: Buffer): string[] {
  try {
    const names: unknown = JSON.parse(list.toString());
    return Array.isArray(names) ? names.map(String) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isDamage(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "EINTEGRITY" || code === "EBADSIZE" || isLostFile(error);
}
