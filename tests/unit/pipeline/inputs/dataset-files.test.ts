import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { datasetConfigSchema, modelConfigSchema, type DatasetConfig } from "#atlas/config.schema.ts";
import { DigestIndex } from "#pipeline/cache/digest-index.ts";
import { digestFiles } from "#pipeline/config/digest-files.ts";
import type { AtlasConfig } from "#pipeline/config/load-content.ts";
import { datasetWarnings, filesOfDataset, listDataset } from "#pipeline/inputs/dataset-files.ts";
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

describe("a folder of pictures or recordings", () => {
  /** A folder with empty files at these paths. */
  async function folderOf(...paths: readonly string[]): Promise<string> {
    const folder = await tempFolder();
    for (const path of paths) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), "");
    }
    return folder;
  }
  const warningsOf = (folder: string): Promise<string[]> => datasetWarnings(atlas("images", folder));

  it("tells what is passed over: other kinds and folders, but nothing hidden", async () => {
    const folder = await folderOf("a.png", "b.JPG", "labels.json", ".DS_Store", "Thumbs.db", ".x/c.png");
    expect(await warningsOf(folder)).toEqual([]);
    for (const path of ["notes.txt", "c.bmp", "more/d.png", "LABELS.json"]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), "");
    }
    expect(await warningsOf(folder)).toEqual([
      "content/datasets/d.yaml, source: 4 entries are passed over among 2 pictures: “LABELS.json”, “c.bmp”, “more/”, and 1 more. Folders are read as classes where no pictures lie beside them.",
    ]);
    expect(await datasetWarnings(atlas("text", join(folder, "notes.txt")))).toEqual([]);
  });

  it("is read folder by folder where each stands for a class, in the order of paths", async () => {
    const folder = await folderOf(
      "dog/2.png",
      "dog/10.png",
      "cat/1.png",
      "cat/.hidden.png",
      "cat/notes.txt",
      "cat-like/1.png",
      "train/cat/1.png",
      "a/b/c/d/1.png",
      "README.md",
    );
    const listed = await listDataset(folder, "images", "x");
    expect(listed).toEqual({
      folder,
      names: ["cat-like/1.png", "cat/1.png", "dog/10.png", "dog/2.png", "train/cat/1.png"],
      passedOver: ["README.md", "a/b/c/d/", "cat/notes.txt"],
    });
    expect((await filesOfDataset(atlas("images", folder))).files).toEqual(listed.names);
  });

  it("follows links to folders, and comes to an end where one leads back", async () => {
    const folder = await folderOf("cat/1.png");
    await symlink(join(folder, "cat"), join(folder, "kitten"));
    await symlink(folder, join(folder, "cat", "loop"));
    const { names } = await listDataset(folder, "images", "x");
    expect(names.slice(0, 2)).toEqual(["cat/1.png", "cat/loop/cat/1.png"]);
    expect(names).toContain("kitten/1.png");
  });

  it("is refused where it holds none, with what it holds", async () => {
    const folder = await folderOf("a/notes.txt", "b.mp3", ".c.wav");
    await expect(listDataset(folder, "audio", "x")).rejects.toThrow(
      "x: the dataset is empty: expected recordings (.wav), or a folder of them for each class, received none, but “a/notes.txt”, “b.mp3”.",
    );
  });

  it("gives another digest when a picture moves to another class", async () => {
    const folder = await folderOf("cat/1.png", "dog/2.png");
    const before = await digestOf(atlas("images", folder));
    await rename(join(folder, "cat/1.png"), join(folder, "dog/1.png"));
    expect(await digestOf(atlas("images", folder))).not.toBe(before);
  });

  it("gives each recording the name of its folder as its label, unless labels.json says one", async () => {
    const folder = await folderOf("high/a.wav", "low/a.wav", "low/b.wav");
    for (const path of ["high/a.wav", "low/a.wav", "low/b.wav"])
      await writeFile(join(folder, path), recording(1));
    const labelsOf = async (): Promise<unknown> => {
      const { items, warnings } = await readItems(atlas("audio", folder));
      return { labels: items.map(({ labels }) => Object.fromEntries(labels)), warnings };
    };
    expect(await labelsOf()).toEqual({
      labels: [{ label: "high" }, { label: "low" }, { label: "low" }],
      warnings: [],
    });
    const entries = [
      { file: "low/b.wav", note: 3 },
      { file: "./high/a.wav", note: 5 },
    ];
    await writeFile(join(folder, "labels.json"), JSON.stringify(entries));
    expect(await labelsOf()).toEqual({
      labels: [{ note: 5, label: "high" }, { label: "low" }, { note: 3, label: "low" }],
      warnings: [],
    });
    await writeFile(join(folder, "labels.json"), JSON.stringify([{ file: "high/a.wav", label: "x" }]));
    expect(await labelsOf()).toEqual({
      labels: [{ label: "x" }, {}, {}],
      warnings: ["labels.json says “label” itself; the names of folders are not shown."],
    });
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
