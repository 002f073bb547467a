import { mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { locksIn, withFreeLock, withLock } from "#pipeline/cache/lock.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

describe("withLock", () => {
  it("lets in one at a time, however many come, and leaves nothing behind", async () => {
    const folder = await tempFolder();
    let [nInside, most, nRuns] = [0, 0, 0];
    const run = async (): Promise<void> => {
      most = Math.max(most, ++nInside);
      await readdir(folder);
      nRuns++;
      nInside--;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(join(folder, "a/lock"), run)));
    expect([most, nRuns]).toEqual([1, 8]);
    expect(await readdir(join(folder, "a"))).toEqual([]);
  });

  it("opens again when what was done inside fails", async () => {
    const path = join(await tempFolder(), "lock");
    await expect(withLock(path, () => Promise.reject(new Error("inside")))).rejects.toThrow("inside");
    expect(await withLock(path, () => Promise.resolve(3))).toBe(3);
  });

  it("takes over a lock of a dead process, also one whose number another has now, once among many", async () => {
    for (const owner of [`99999999@${hostname()}`, `${process.pid}@${hostname()}`, `1+1@${hostname()}`]) {
      const folder = await tempFolder();
      const path = join(folder, "lock");
      await writeFile(path, owner);
      const results = await Promise.all([1, 2, 3].map((i) => withLock(path, () => Promise.resolve(i))));
      expect(results).toEqual([1, 2, 3]);
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it("waits for a process of another machine, for it cannot know", async () => {
    const path = join(await tempFolder(), "lock");
    await writeFile(path, "1@elsewhere");
    const stop = new AbortController();
    const told: string[] = [];
    const onWait = (owner: string): void => {
      told.push(owner);
      stop.abort();
    };
    await expect(withLock(path, () => Promise.resolve(), { signal: stop.signal, onWait })).rejects.toThrow(
      "aborted",
    );
    expect(told).toEqual(["1@elsewhere"]);
  });

  it("does not spin where something else stands in its place", async () => {
    const path = join(await tempFolder(), "lock");
    await mkdir(path);
    await expect(withLock(path, () => Promise.resolve())).rejects.toThrow("EISDIR");
  });
});

describe("withFreeLock", () => {
  it("runs where nobody holds the lock or a dead process left it, and leaves nothing behind", async () => {
    const folder = await tempFolder();
    const path = join(folder, "lock");
    let nRuns = 0;
    const run = (): Promise<void> => {
      nRuns++;
      return Promise.resolve();
    };
    expect(await withFreeLock(path, run)).toBe(true);
    await writeFile(path, `99999999@${hostname()} 0`);
    expect(await withFreeLock(path, run)).toBe(true);
    expect([nRuns, await readdir(folder)]).toEqual([2, []]);
  });

  it("does nothing while another holds it, be it in this process", async () => {
    const folder = await tempFolder();
    const path = join(folder, "lock");
    const never = (): Promise<void> => Promise.reject(new Error("ran"));
    await writeFile(path, "1@elsewhere 0");
    expect(await withFreeLock(path, never)).toBe(false);
    const own = join(folder, "own");
    await withLock(own, async () => expect(await withFreeLock(own, never)).toBe(false));
    expect(await readdir(folder)).toEqual(["lock"]);
  });
});

describe("locksIn", () => {
  it("tells who holds what and which of them are dead; a lock that is just being taken is none", async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, "a.b--c"), "1@elsewhere 0");
    await writeFile(join(folder, "dead"), `99999999@${hostname()} 0`);
    await writeFile(
      join(folder, "a.b--c.01234567-89ab-cdef-0123-456789abcdef.new.1@elsewhere"),
      "1@elsewhere 0",
    );
    await withLock(join(folder, "own"), async () => {
      const locks = await locksIn(folder);
      expect(locks.map(({ name, isDead }) => [name, isDead])).toEqual([
        ["a.b--c", false],
        ["dead", true],
        ["own", false],
      ]);
      expect(locks[0]?.owner).toBe("1@elsewhere");
    });
    expect(await locksIn(join(folder, "nowhere"))).toEqual([]);
  });
});
