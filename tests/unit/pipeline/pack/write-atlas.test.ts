import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AtlasWriter } from "#pipeline/pack/write-atlas.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

describe("AtlasWriter", () => {
  it("shows nothing of a new atlas until all of it is there", async () => {
    const root = await tempFolder();
    const writer = await AtlasWriter.start(join(root, "stories"), join(root, "staging"));
    await writer.addJson("heads/L0H0/points.json", { v: 1 });
    expect(await readdir(root)).not.toContain("stories");
    await writer.publish();
    expect(await readFile(join(root, "stories/heads/L0H0/points.json"), "utf8")).toBe('{"v":1}\n');
    expect(await readdir(root)).toEqual(["staging", "stories"]);
    expect(await readdir(join(root, "staging"))).toEqual([]);
  });

  it("takes the old atlas away with the last file, and leaves none of its files behind", async () => {
    const root = await tempFolder();
    await mkdir(join(root, "stories"));
    await writeFile(join(root, "stories/old.json"), "{}");
    const writer = await AtlasWriter.start(join(root, "stories"), join(root, "staging"));
    await writer.add("new.json", "{}");
    expect(await readdir(join(root, "stories"))).toEqual(["old.json"]);
    await writer.publish();
    expect(await readdir(join(root, "stories"))).toEqual(["files.json", "new.json"]);
  });

  it("starts afresh after an interrupted build", async () => {
    const root = await tempFolder();
    const interrupted = await AtlasWriter.start(join(root, "stories"), join(root, "staging"));
    await interrupted.add("half.json", "{");
    const writer = await AtlasWriter.start(join(root, "stories"), join(root, "staging"));
    await writer.add("whole.json", "{}");
    await writer.publish();
    expect(await readdir(join(root, "stories"))).toEqual(["files.json", "whole.json"]);
  });

  it("leaves the old atlas alone when the new one is discarded", async () => {
    const root = await tempFolder();
    await mkdir(join(root, "stories"));
    const writer = await AtlasWriter.start(join(root, "stories"), join(root, "staging"));
    await writer.discard();
    expect(await readdir(root)).toEqual(["staging", "stories"]);
    expect(await readdir(join(root, "staging"))).toEqual([]);
  });
});
