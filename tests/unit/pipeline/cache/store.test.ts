import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheKey, Store } from "#pipeline/cache/store.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const bundle = new Map([
  ["a.json", new TextEncoder().encode("{}")],
  ["b.bin", Uint8Array.of(1, 2, 3)],
]);

describe("cacheKey", () => {
  it("does not depend on the order of an object's keys, but on that of the parts", () => {
    expect(cacheKey({ a: 1, b: { c: 2, d: 3 } })).toBe(cacheKey({ b: { d: 3, c: 2 }, a: 1 }));
    expect(cacheKey("a", "b")).not.toBe(cacheKey("b", "a"));
  });
});

describe("Store", () => {
  it("gives back what it was given", async () => {
    const store = new Store(await tempFolder());
    await store.put("k", bundle);
    expect(await store.has("k")).toBe(true);
    const kept = await store.get("k");
    expect([...(kept?.keys() ?? [])]).toEqual(["a.json", "b.bin"]);
    expect([...(kept?.get("b.bin") ?? [])]).toEqual([1, 2, 3]);
  });

  it("knows nothing of what it was not given", async () => {
    const store = new Store(await tempFolder());
    expect(await store.has("k")).toBe(false);
    expect(await store.get("k")).toBeUndefined();
  });

  it.each([
    ["a flipped byte", (bytes: Buffer) => bytes.fill((bytes[0] ?? 0) ^ 1, 0, 1)],
    ["a cut file", (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ["other content", () => Buffer.from("damaged")],
  ])(
    "forgets a result with %s in any of its files, and keeps it when it is made again",
    async (_, damage) => {
      const folder = await tempFolder();
      const store = new Store(folder);
      await store.put("k", bundle);
      const contents = await filesBelow(join(folder, "content-v2"));
      expect(contents.length).toBe(3);
      for (const path of contents) {
        await writeFile(path, damage(await readFile(path)));
        expect(await store.get("k")).toBeUndefined();
        expect(await store.has("k")).toBe(false);
        await store.put("k", bundle);
        expect([...((await store.get("k"))?.get("b.bin") ?? [])]).toEqual([1, 2, 3]);
      }
    },
  );

  it("forgets a result with a damaged index", async () => {
    const folder = await tempFolder();
    const store = new Store(folder);
    for (const path of await store.put("k", bundle).then(() => filesBelow(join(folder, "index-v5")))) {
      const bytes = await readFile(path);
      bytes[Math.floor(bytes.length / 2)]! ^= 1;
      await writeFile(path, bytes);
    }
    expect(await store.get("k")).toBeUndefined();
    await store.put("k", bundle);
    expect((await store.get("k"))?.size).toBe(2);
  });
});

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
