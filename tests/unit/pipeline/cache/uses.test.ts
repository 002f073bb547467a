import { readdir, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { latestUses, Uses } from "#pipeline/cache/uses.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const LINES = { atlas: "tiny/lines", inputKey: "i" };

async function setTime(folder: string, buildKey: string, day: string): Promise<void> {
  await utimes(join(folder, "uses", `${buildKey}.json`), new Date(day), new Date(day));
}

describe("Uses", () => {
  it("knows what was asked for and when it was asked for last", async () => {
    const folder = await tempFolder();
    const uses = new Uses(folder);
    expect(await uses.list()).toEqual([]);
    const before = Date.now();
    await uses.record("one", { ...LINES, keys: ["a", "b"] });
    await uses.record("two", { atlas: "tiny/words", inputKey: "j", keys: ["b"] });
    for (const { lastMs } of await uses.list()) expect(lastMs).toBeGreaterThanOrEqual(before);
    await setTime(folder, "one", "2024-01-01");
    await setTime(folder, "two", "2023-01-01");
    expect((await uses.list()).map(({ atlas, keys, lastMs }) => [atlas, keys, lastMs])).toEqual([
      ["tiny/lines", ["a", "b"], Date.UTC(2024, 0, 1)],
      ["tiny/words", ["b"], Date.UTC(2023, 0, 1)],
    ]);
    await uses.touch("two");
    await uses.touch("never recorded");
    expect((await uses.list()).map(({ atlas }) => atlas)).toEqual(["tiny/words", "tiny/lines"]);
  });

  it("does not pile up where an atlas is built again of the same results", async () => {
    const folder = await tempFolder();
    const uses = new Uses(folder);
    await uses.record("one", { ...LINES, keys: ["a"] });
    await uses.record("other results", { ...LINES, keys: ["b"] });
    await uses.record("other input", { ...LINES, inputKey: "j", keys: ["a"] });
    await uses.record("other atlas", { ...LINES, atlas: "tiny/words", keys: ["a"] });
    await uses.record("renamed", { ...LINES, keys: ["a", "c"] });
    expect((await readdir(join(folder, "uses"))).sort()).toEqual([
      "other atlas.json",
      "other input.json",
      "other results.json",
      "renamed.json",
    ]);
    const latest = latestUses(await uses.list());
    expect(latest.map(({ atlas, keys }) => [atlas, keys]).sort()).toEqual([
      ["tiny/lines", ["a", "c"]],
      ["tiny/words", ["a"]],
    ]);
  });

  it("takes a damaged file for none", async () => {
    const folder = await tempFolder();
    const uses = new Uses(folder);
    await uses.record("one", { ...LINES, keys: ["a"] });
    await truncate(join(folder, "uses/one.json"), 20);
    await writeFile(join(folder, "uses/two.json"), '{"v": 2}');
    expect(await uses.list()).toEqual([]);
  });
});
