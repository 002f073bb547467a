/** What Headland itself keeps between builds: damaged, it is found to be so, or does no harm; never does anything break. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { DigestIndex } from "#pipeline/cache/digest-index.ts";
import { Store } from "#pipeline/cache/store.ts";
import { Uses } from "#pipeline/cache/uses.ts";
import { checkPublished } from "#pipeline/pack/check-published.ts";
import { AtlasWriter } from "#pipeline/pack/write-atlas.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";

/** Damage was found. */
class Found extends Error {}

const KEY = "0123456789abcdef";
const CONTENT = Buffer.from("the numbers of a head");

export const kept: FuzzReader = {
  name: "kept",
  what: "store, digests, uses and file lists of our own",
  cases: 3000,
  fewCases: 12,
  open: async (folder) => {
    const [whole, own, texts] = [join(folder, "whole"), join(folder, "own"), join(folder, "texts.txt")];
    writeFileSync(texts, "a");
    await writeAll(whole, texts);
    const files = filesBelow(whole);
    return {
      tryOne: async (random) => {
        await rm(own, { recursive: true, force: true });
        await cp(whole, own, { recursive: true });
        const file = files[Math.floor(random() * files.length)]!;
        const kind = file.endsWith(".json") ? "json" : "binary";
        writeFileSync(join(own, file), mutate(readFileSync(join(whole, file)), kind, random));
        await readAll(own, texts);
      },
    };
  },
  isRefusal: (error) => error instanceof Found,
};

async function writeAll(folder: string, texts: string): Promise<void> {
  const writer = await AtlasWriter.start(join(folder, "atlas"), join(folder, "staging"));
  await writer.addJson("tokens.json", { v: 1 });
  await writer.addJson("manifest.json", { v: 1 });
  await writer.publish();
  await new Store(join(folder, "store")).put(KEY, new Map([["numbers", CONTENT]]));
  await new Uses(folder).record(KEY, { atlas: "a/b", inputKey: KEY, keys: [KEY] });
  const digests = await DigestIndex.open(folder);
  await digests.content(texts);
  await digests.save();
}

async function readAll(folder: string, texts: string): Promise<void> {
  const digests = await DigestIndex.open(folder);
  if ((await digests.content(texts)) === "") throw new Error("a file without a digest");
  await digests.save();
  const store = new Store(join(folder, "store"));
  const found = (await store.get(KEY))?.get("numbers");
  if (found && !CONTENT.equals(found)) throw new Error("other bytes than were kept");
  // What was damaged is kept again, and then is there.
  await store.put(KEY, new Map([["numbers", CONTENT]]));
  if (!(await store.get(KEY))) throw new Error("what was kept again is not there");
  const uses = await new Uses(folder).list();
  const damaged = await checkPublished(join(folder, "atlas"), { stampsFile: join(folder, "stamps.json") });
  if (!found || uses.length === 0 || damaged.length > 0) throw new Found("damage was found");
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
