import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { datasetConfigSchema, modelConfigSchema, type DatasetConfig } from "#atlas/config.schema.ts";
import { DigestIndex } from "#pipeline/cache/digest-index.ts";
import { digestFiles } from "#pipeline/config/digest-files.ts";
import type { AtlasConfig } from "#pipeline/config/load-content.ts";
import { filesOfDataset, listDataset } from "#pipeline/inputs/dataset-files.ts";
import { readItems } from "#pipeline/inputs/read-items.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

function atlas(kind: DatasetConfig["kind"], datasetSource: string): AtlasConfig {
  return {
    id: { model: "m", dataset: "d" },
    modelFile: "content/models/m.yaml",
    datasetFile: "content/datasets/d.yaml",
    model: modelConfigSchema.parse({ name: "M", source: "./m", datasets: ["d"] }),
    dataset: datasetConfigSchema.parse({ name: "D", kind, source: "./d" }),
    source: { kind: "folder", path: "m" },
    datasetSource,
  };
}

async function digestOf(config: AtlasConfig): Promise<string> {
  const index = await DigestIndex.open(await tempFolder());
  return (await digestFiles([await filesOfDataset(config)], index)).digest;
}

/** One sample of 16 bits. */
function recording(sample: number): Buffer {
  const bytes = Buffer.alloc(46);
  bytes.write("RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0", 0, "latin1");
  bytes.writeUInt32LE(16_000, 24);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data\x02\0\0\0", 36, "latin1");
  bytes.writeInt16LE(sample, 44);
  return bytes;
}

describe("filesOfDataset", () => {
  it("names what is read, and nothing that only lies beside it", async () => {
    const folder = await tempFolder();
    const beside = ["notes.txt", "a.wav.bak", "c.mp3", "LABELS.json"];
    for (const name of ["b.wav", "a.WAV", "labels.json", "z.PNG", "y.jpeg", ...beside])
      await writeFile(join(folder, name), "");
    await mkdir(join(folder, "more"));
    const audio = await filesOfDataset(atlas("audio", folder));
    expect(audio).toEqual({ folder, files: ["a.WAV", "b.wav", "labels.json"] });
    const images = await filesOfDataset(atlas("images", folder));
    expect(images).toEqual({ folder, files: ["labels.json", "y.jpeg", "z.PNG"] });
    const text = await filesOfDataset(atlas("text", join(folder, "lines.txt")));
    expect(text).toEqual({ folder, files: ["lines.txt"] });
  });

  it("gives another digest when a recording behind a chain of links changes, and none when a file beside it does", async () => {
    const root = await tempFolder();
    const [folder, store] = [join(root, "sounds"), join(root, "store")];
    for (const made of [folder, store]) await mkdir(made);
    await writeFile(join(store, "one.wav"), recording(1));
    await symlink("one.wav", join(store, "link.wav"));
    await symlink(join("..", "store", "link.wav"), join(folder, "a.wav"));
    const config = atlas("audio", folder);
    expect(await readItems(config)).toMatchObject({ kind: "audio", items: [{ sampleRate: 16_000 }] });
    const before = await digestOf(config);
    await writeFile(join(folder, "a.txt"), "beside");
    expect(await digestOf(config)).toBe(before);
    await writeFile(join(store, "one.wav"), recording(2));
    expect(await digestOf(config)).not.toBe(before);
    await writeFile(join(store, "two.wav"), recording(1));
    await rm(join(store, "link.wav"));
    await symlink("two.wav", join(store, "link.wav"));
    expect(await digestOf(config)).toBe(before);
  });

  it("gives another digest when two files change places, or one takes another name", async () => {
    const folder = await tempFolder();
    const config = atlas("audio", folder);
    const digests: string[] = [];
    for (const [first, second] of [
      ["a.wav", "b.wav"],
      ["b.wav", "a.wav"],
      ["a.wav", "c.wav"],
    ] as const) {
      await rm(folder, { recursive: true });
      await mkdir(folder);
      await writeFile(join(folder, first), recording(1));
      await writeFile(join(folder, second), recording(2));
      digests.push(await digestOf(config));
    }
    expect(new Set(digests).size).toBe(3);
  });
});

describe("a source of another kind than the dataset", () => {
  const errorOf = async (config: AtlasConfig): Promise<string> =>
    readItems(config).then(
      () => "none",
      (error: unknown) => (error as Error).message.replaceAll(config.datasetSource, "SOURCE"),
    );

  it("is named: a file where a folder is needed, a folder where a file is needed, a link that leads nowhere", async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, "file"), "");
    await mkdir(join(folder, "lines.txt"));
    await symlink("gone.txt", join(folder, "link.txt"));
    const where = "content/datasets/d.yaml, source";
    expect(await errorOf(atlas("images", join(folder, "file")))).toBe(
      `${where}: the dataset's source is a file, not a folder: expected a folder of pictures, received SOURCE.`,
    );
    expect(await errorOf(atlas("audio", join(folder, "nowhere")))).toBe(
      `${where}: the dataset's folder is missing: expected a folder of recordings, received SOURCE.`,
    );
    expect(await errorOf(atlas("text", join(folder, "lines.txt")))).toBe(
      `${where}: the dataset cannot be read: expected a file at SOURCE, received a folder.`,
    );
    expect(await errorOf(atlas("text", join(folder, "link.txt")))).toBe(
      `${where}: the dataset cannot be read: expected a file at SOURCE, received a link that leads nowhere.`,
    );
  });

  it("names every recording that is no file, together with those that are damaged", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "a.wav"));
    await symlink("gone", join(folder, "b.wav"));
    await writeFile(join(folder, "c.wav"), "no sound");
    await writeFile(join(folder, "d.wav"), recording(1));
    const received = (await errorOf(atlas("audio", folder))).match(/\w\.wav: .*received [\w ]+/g);
    expect(received?.map((line) => line.replace(/: .*received/, ":"))).toEqual([
      "a.wav: a folder",
      "b.wav: a link that leads nowhere",
      "c.wav: another kind of file",
    ]);
  });

  it("lists a folder of pictures behind a link", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "store"));
    await writeFile(join(folder, "store/a.png"), "");
    await symlink("store", join(folder, "linked"));
    expect((await listDataset(join(folder, "linked"), "images", "x")).names).toEqual(["a.png"]);
  });
});
