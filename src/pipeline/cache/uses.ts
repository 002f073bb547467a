/**
 * Records which results each atlas is made of, and when they were last used: one small file per build key, whose time is the
 * time of use. It is written before a head is computed, so that a killed build leaves it, too.
 */
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../config/folder.ts";
import { z } from "zod";
import { nameInTheMaking } from "./owner.ts";

const useSchema = z.strictObject({
  v: z.literal(1),
  /** `model/dataset` */
  atlas: z.string(),
  /** The key of its capture. */
  inputKey: z.string(),
  /** The keys of its results in the store. */
  keys: z.array(z.string()),
});

export interface Use extends z.infer<typeof useSchema> {
  readonly lastMs: number;
  /** The path of the record. */
  readonly path: string;
}

export class Uses {
  readonly #folder: string;

  /** @param workFolder The folder in which results are kept between builds. */
  constructor(workFolder: string) {
    this.#folder = join(workFolder, "uses");
  }

  /** Records that a build uses these results now; replaces older records of the atlas that list no other results. */
  async record(buildKey: string, use: Pick<Use, "atlas" | "inputKey" | "keys">): Promise<void> {
    await makeFolder(this.#folder);
    const path = this.#pathOf(buildKey);
    const staging = await nameInTheMaking(path);
    await writeFile(staging, JSON.stringify({ v: 1, ...use } satisfies z.infer<typeof useSchema>));
    await rename(staging, path);
    const now = new Set(use.keys);
    for (const other of await this.list()) {
      const isOlder = other.atlas === use.atlas && other.path !== path;
      if (isOlder && other.inputKey === use.inputKey && other.keys.every((key) => now.has(key)))
        await rm(other.path, { force: true });
    }
    await this.touch(buildKey);
  }

  /** Records that an up-to-date atlas was used; does nothing if it has no record. */
  async touch(buildKey: string): Promise<void> {
    // The clock decides what is removed first; it never affects any output.
    const now = new Date();
    await utimes(this.#pathOf(buildKey), now, now).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    });
  }

  /** All records, the latest first; damaged files are ignored. */
  async list(): Promise<Use[]> {
    const names = await readdir(this.#folder).catch(() => [] as string[]);
    const uses: Use[] = [];
    for (const name of names.filter((file) => file.endsWith(".json"))) {
      const path = join(this.#folder, name);
      const use = await readUse(path);
      if (use !== undefined) uses.push(use);
    }
    return uses.sort((a, b) => b.lastMs - a.lastMs || (a.path < b.path ? -1 : 1));
  }

  #pathOf(buildKey: string): string {
    return join(this.#folder, `${buildKey}.json`);
  }
}

async function readUse(path: string): Promise<Use | undefined> {
  try {
    const use = useSchema.parse(JSON.parse(await readFile(path, "utf8")));
    return { ...use, path, lastMs: (await stat(path)).mtimeMs };
  } catch {
    // The file is damaged, of another version, or gone in the meantime.
    return undefined;
  }
}

/** The latest record of each atlas. @param uses The latest first. */
export function latestUses(uses: readonly Use[]): Use[] {
  const latest = new Map<string, Use>();
  for (const use of uses) if (!latest.has(use.atlas)) latest.set(use.atlas, use);
  return [...latest.values()];
}
