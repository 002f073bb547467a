import { readdir, writeFile } from "node:fs/promises";
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

  it("forgets a result that was damaged on disk, so that it is made again", async () => {
    const folder = await tempFolder();
    const store = new Store(folder);
    await store.put("k", bundle);
    const content = (
      await readdir(join(folder, "content-v2"), { recursive: true, withFileTypes: true })
    ).filter((entry) => entry.isFile());
    for (const entry of content) await writeFile(join(entry.parentPath, entry.name), "damaged");
    expect(await store.get("k")).toBeUndefined();
    expect(await store.has("k")).toBe(false);
  });
});
