/**
 * Which results each atlas is made of, and when they were last asked for: one small file per build key, whose time says
 * when. It is written before a head is computed, so that a build that is killed has told all the same.
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
  /** What its capture is kept under. */
  inputKey: z.string(),
  /** Keys in the store. */
  keys: z.array(z.string()),
});

export interface Use extends z.infer<typeof useSchema> {
  readonly lastMs: number;
  /** Where it is written down. */
  readonly path: string;
}

export class Uses {
  readonly #folder: string;

  /** @param workFolder Where results are kept between builds. */
  constructor(workFolder: string) {
    this.#folder = join(workFolder, "uses");
  }

  /** Writes down that a build asks for these results now, in place of earlier ones of its atlas that asked for no others. */
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

  /** An atlas that is up to date is used, too; nothing is written where nothing is known of it. */
  async touch(buildKey: string): Promise<void> {
    // The clock decides what is forgotten first, never what comes out.
    const now = new Date();
    await utimes(this.#pathOf(buildKey), now, now).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    });
  }

  /** All that is known, the last used first; damaged files say nothing. */
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
    // Damaged, of another version, or gone meanwhile.
    return undefined;
  }
}

/** Of each atlas the use that it was last asked for with. @param uses The last used first. */
export function latestUses(uses: readonly Use[]): Use[] {
  const latest = new Map<string, Use>();
  for (const use of uses) if (!latest.has(use.atlas)) latest.set(use.atlas, use);
  return [...latest.values()];
}
