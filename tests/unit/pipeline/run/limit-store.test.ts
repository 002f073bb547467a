import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ls } from "cacache";
import { describe, expect, it } from "vitest";
import { Store } from "#pipeline/cache/store.ts";
import { Uses } from "#pipeline/cache/uses.ts";
import { expectGrowth, limitStore, type LimitOptions } from "#pipeline/run/limit-store.ts";
import { filesBelow } from "../../../helpers/damage.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

/** A key as `cacheKey` gives them. */
const keyOf = (name: string): string => Buffer.from(name).toString("hex").padEnd(64, "0");

interface Case {
  readonly workFolder: string;
  readonly store: Store;
  /** Keeps a result of about a kilobyte for an atlas that was last used on this day. */
  readonly use: (atlas: string, day: string, name?: string) => Promise<void>;
  readonly limit: (options?: Partial<LimitOptions>) => Promise<string | undefined>;
  /** Which of the atlases' results are still there. */
  readonly left: (...names: string[]) => Promise<string[]>;
}

async function makeCase(): Promise<Case> {
  const workFolder = await tempFolder();
  const store = new Store(join(workFolder, "store"));
  const uses = new Uses(workFolder);
  return {
    workFolder,
    store,
    use: async (atlas, day, name = atlas) => {
      await store.put(keyOf(name), bundleOf(name));
      await uses.record(keyOf(`build of ${atlas}`), { atlas, inputKey: "i", keys: [keyOf(name)] });
      const path = join(workFolder, "uses", `${keyOf(`build of ${atlas}`)}.json`);
      await utimes(path, new Date(day), new Date(day));
    },
    limit: (options = {}) =>
      limitStore({ workFolder, limit: 3300, sinceMs: Date.now() + 60_000, hasGrown: true, ...options }),
    left: async (...names) => {
      const there: string[] = [];
      for (const name of names) if (await store.get(keyOf(name))) there.push(name);
      return there;
    },
  };
}

/** The second part is the same in all of them. */
function bundleOf(name: string): Map<string, Uint8Array> {
  return new Map([
    ["numbers", Buffer.from(name.repeat(1000).slice(0, 950))],
    ["file/same.json", Buffer.from("common ".repeat(5))],
  ]);
}

const ALL = ["m/a", "m/b", "m/c", "m/d"];

async function fourAtlases(made: Case): Promise<void> {
  await made.use("m/a", "2024-01-03");
  await made.use("m/b", "2024-01-01");
  await made.use("m/c", "2024-01-04");
  await made.use("m/d", "2024-01-02");
}

describe("limitStore", () => {
  it("removes what was used longest ago until nine tenths of the limit are left, and nothing that others need", async () => {
    const made = await makeCase();
    await fourAtlases(made);
    // Four results of 950 bytes, the part and the list of names that all have in common: 35 and 28 bytes.
    expect(await made.limit()).toBe(
      `${join(made.workFolder, "store")} held 3.9 KB, more than its limit of 3.3 KB; 1 result that were used longest ago are removed, 2.9 KB are left.`,
    );
    expect(await made.left(...ALL)).toEqual(["m/a", "m/c", "m/d"]);
    expect(await made.limit({ limit: 2000 })).toContain("2 results");
    expect(await made.left(...ALL)).toEqual(["m/c"]);
  });

  it("leaves an index that knows all that is left and no more, and no content beside", async () => {
    const made = await makeCase();
    await fourAtlases(made);
    await made.limit({ limit: 1500 });
    const store = join(made.workFolder, "store");
    const entries = Object.values(await ls(store));
    expect(entries.map(({ key }) => key).sort()).toEqual(
      [keyOf("m/c"), `${keyOf("m/c")}/file/same.json`, `${keyOf("m/c")}/numbers`].sort(),
    );
    expect((await filesBelow(join(store, "index-v5"))).length).toBe(3);
    expect((await filesBelow(join(store, "content-v2"))).length).toBe(3);
    expect(await readdir(join(made.workFolder, "uses"))).toEqual([`${keyOf("build of m/c")}.json`]);
    // And takes in again what was removed.
    await made.use("m/a", "2024-01-05");
    expect(await made.left(...ALL)).toEqual(["m/a", "m/c"]);
  });

  it("never removes what this build uses, and says what to do", async () => {
    const made = await makeCase();
    await fourAtlases(made);
    expect(await made.limit({ limit: 100, sinceMs: Date.parse("2024-01-03") })).toMatch(
      /2 results that were used longest ago are removed\. This build uses the 2\.0 KB that are left: raise the limit with --store-limit or HEADLAND_STORE_LIMIT\.$/,
    );
    expect(await made.left(...ALL)).toEqual(["m/a", "m/c"]);
  });

  it("counts a result of several atlases as used when the last of them was", async () => {
    const made = await makeCase();
    await made.use("m/a", "2024-01-01", "shared");
    await made.use("m/b", "2024-01-02");
    await made.use("m/c", "2024-01-03", "shared");
    await made.limit({ limit: 1200 });
    expect(await made.left("shared", "m/b")).toEqual(["shared"]);
  });

  it("leaves alone what an atlas uses that another process builds, but not a dead one", async () => {
    const made = await makeCase();
    await fourAtlases(made);
    await mkdir(join(made.workFolder, "locks"), { recursive: true });
    await writeFile(join(made.workFolder, "locks/m--b"), "1@elsewhere 0");
    await made.limit({ limit: 2000 });
    expect(await made.left(...ALL)).toEqual(["m/b"]);
    await rm(join(made.workFolder, "locks/m--b"));
    await made.limit({ limit: 100 });
    expect(await made.left(...ALL)).toEqual([]);
  });

  it("removes results that no atlas is known to use by the time they were written", async () => {
    const made = await makeCase();
    await made.store.put(keyOf("unknown"), bundleOf("unknown"));
    await made.use("m/a", "2099-01-01");
    await made.limit({ limit: 1200 });
    expect(await made.left("unknown", "m/a")).toEqual(["m/a"]);
  });

  it("clears away what a killed process has left: parts without a list, contents without an entry", async () => {
    const made = await makeCase();
    await fourAtlases(made);
    const content = join(made.workFolder, "store/content-v2/sha512/ab/cd");
    const tmp = join(made.workFolder, "store/tmp");
    for (const folder of [content, tmp]) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "old"), "x".repeat(700));
      await writeFile(join(folder, "new"), "x".repeat(700));
      await utimes(join(folder, "old"), new Date("2024-01-01"), new Date("2024-01-01"));
    }
    await made.limit({ limit: 4900 });
    expect(await readdir(content)).toEqual(["new"]);
    expect(await readdir(tmp)).toEqual(["new"]);
    expect(await made.left(...ALL)).toEqual(ALL.filter((name) => name !== "m/b"));
  });

  it("does not look again until the store has grown or the limit is lower", async () => {
    const made = await makeCase();
    await fourAtlases(made);
    expect(await made.limit({ limit: 10_000 })).toBeUndefined();
    const size = join(made.workFolder, "store-size.json");
    expect(Number(await readFile(size, "utf8"))).toBe(4 * 950 + 35 + 28);
    await writeFile(size, "100");
    expect(await made.limit({ hasGrown: false })).toBeUndefined();
    expect(await made.limit({ limit: 99, hasGrown: false })).toContain("held 3.9 KB");
    await fourAtlases(made);
    await expectGrowth(made.workFolder);
    expect(await made.limit({ hasGrown: false })).toContain("held 3.9 KB");
    await fourAtlases(made);
    await writeFile(size, "damaged");
    expect(await made.limit({ hasGrown: false })).toContain("held 3.9 KB");
  });

  it("does nothing without a limit, or without a store", async () => {
    const made = await makeCase();
    expect(await made.limit()).toBeUndefined();
    await fourAtlases(made);
    expect(await made.limit({ limit: Infinity })).toBeUndefined();
    expect(await made.left(...ALL)).toEqual(ALL);
  });
});
