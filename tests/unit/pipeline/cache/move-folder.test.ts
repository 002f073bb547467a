import { statSync } from "node:fs";
import type * as files from "node:fs/promises";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { moveFolder, removeFolder, replaceFolder } from "#pipeline/cache/move-folder.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

/** What cannot be renamed, as folders of a container's image cannot. */
const fixed = vi.hoisted(() => new Set<string>());
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof files>();
  const rename = async (from: string, to: string): Promise<void> => {
    if (fixed.has(from)) throw Object.assign(new Error("EXDEV: cross-device link"), { code: "EXDEV" });
    await real.rename(from, to);
  };
  return { ...real, rename };
});

/** A disk of its own on most Linux machines. */
const OTHER_DISK = "/dev/shm";
const hasOtherDisk = ((): boolean => {
  const found = statSync(OTHER_DISK, { throwIfNoEntry: false });
  return found !== undefined && found.dev !== statSync(import.meta.dirname).dev;
})();

async function otherDisk(): Promise<string> {
  const folder = await mkdtemp(join(OTHER_DISK, "headland-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function write(folder: string, text: string): Promise<string> {
  await mkdir(join(folder, "heads"), { recursive: true });
  await writeFile(join(folder, "heads/L0H0.json"), text);
  return folder;
}

const read = (folder: string): Promise<string> => readFile(join(folder, "heads/L0H0.json"), "utf8");
const twoFolders = async (): Promise<[string, string]> => [await tempFolder(), await tempFolder()];

const PLACES: readonly [string, () => Promise<[string, string]>][] = [
  ["on one disk", twoFolders],
  ...(hasOtherDisk
    ? ([
        ["to another disk", async () => [await tempFolder(), await otherDisk()]],
        ["from another disk", async () => [await otherDisk(), await tempFolder()]],
      ] as const satisfies typeof PLACES)
    : []),
];

describe("a folder", () => {
  it.each(PLACES)("moves %s", async (_, places) => {
    const [here, there] = await places();
    await moveFolder(await write(join(here, "a"), "new"), join(there, "b"));
    expect(await read(join(there, "b"))).toBe("new");
    expect([await readdir(here), await readdir(there)]).toEqual([[], ["b"]]);
  });

  it.each(PLACES)("takes the place of another %s, or an empty one", async (_, places) => {
    const [here, there] = await places();
    await write(join(there, "b"), "old");
    await writeFile(join(there, "b/only-in-the-old-one"), "");
    for (const place of ["b", "c"]) {
      await replaceFolder(await write(join(here, "a"), "new"), join(there, place));
      expect(await read(join(there, place))).toBe("new");
      expect(await readdir(join(there, place))).toEqual(["heads"]);
    }
    expect([await readdir(here), await readdir(there)]).toEqual([[], ["b", "c"]]);
  });

  it.skipIf(!hasOtherDisk)(
    `that cannot be copied leaves both disks as they were (${OTHER_DISK})`,
    async () => {
      const [here, there] = [await tempFolder(), await otherDisk()];
      await write(join(there, "b"), "old");
      await expect(replaceFolder(join(here, "missing"), join(there, "b"))).rejects.toThrow(/ENOENT/);
      expect(await read(join(there, "b"))).toBe("old");
      expect([await readdir(here), await readdir(there)]).toEqual([[], ["b"]]);
    },
  );

  it("that cannot be renamed even beside its place is replaced, moved and removed all the same", async () => {
    const root = await tempFolder();
    const [a, b, c] = ["a", "b", "c"].map((name) => join(root, name)) as [string, string, string];
    await write(b, "old");
    fixed.add(b);
    await replaceFolder(await write(a, "new"), b);
    expect([await read(b), await readdir(root)]).toEqual(["new", ["b"]]);
    await moveFolder(b, c);
    expect([await read(c), await readdir(root)]).toEqual(["new", ["c"]]);
    fixed.add(c);
    await removeFolder(c);
    expect(await readdir(root)).toEqual([]);
  });

  it("that is not there is no error to remove, and one to move", async () => {
    const root = await tempFolder();
    await removeFolder(join(root, "a"));
    await expect(moveFolder(join(root, "a"), join(root, "b"))).rejects.toThrow(/ENOENT/);
    expect(await readdir(root)).toEqual([]);
  });
});
