import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadContent, type Selection } from "#pipeline/config/load-content.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const MODEL = "name: Tiny\nsource: ./weights/tiny\ndatasets: [lines]\n";
const DATASET = "name: Lines\nkind: text\nsource: ./lines.txt\n";

async function content(files: Record<string, string>): Promise<string> {
  const root = await tempFolder();
  await mkdir(join(root, "models"));
  await mkdir(join(root, "datasets"));
  for (const [file, text] of Object.entries(files)) await writeFile(join(root, file), text);
  return root;
}

describe("loadContent", () => {
  it("makes an atlas of every model on each of its datasets, and fills in the defaults", async () => {
    const root = await content({ "models/tiny.yaml": MODEL, "datasets/lines.yaml": DATASET });
    const { atlases, errors } = await loadContent(root);
    expect(errors).toEqual([]);
    expect(atlases.map((atlas) => atlas.id)).toEqual([{ model: "tiny", dataset: "lines" }]);
    expect(atlases[0]?.dataset.limit).toEqual({
      sequences: 200,
      tokensPerSequence: 64,
      points: 10000,
      window: "split",
    });
    expect(atlases[0]?.source).toEqual({ kind: "folder", path: join(root, "weights/tiny") });
    expect(atlases[0]?.datasetSource).toBe(join(root, "datasets/lines.txt"));
  });

  it("lists all mistakes of a file at once, each with file, key, expected and received", async () => {
    const broken = "nme: Tiny\nname: 4\nsource: ./x\ndatasets: [lines]\nspecial: {bos: sometimes}\n";
    const root = await content({ "models/tiny.yaml": broken, "datasets/lines.yaml": DATASET });
    const { errors } = await loadContent(root);
    expect(errors).toHaveLength(1);
    const lines = errors[0]?.message.replaceAll(root, "content").split("\n").sort();
    expect(lines).toEqual([
      "content/models/tiny.yaml, name: wrong value: expected string, received 4.",
      'content/models/tiny.yaml, nme: unknown key: expected one of name, description, license, enabled, source, file, weights, inputs, datasets, dataset, checkpoint, checkpoints, special, received "nme".',
      'content/models/tiny.yaml, special.bos: wrong value: expected one of keep or drop, received "sometimes".',
    ]);
  });

  it("says how pictures may be described", async () => {
    const image = "inputs: { image: { size: 0, mean: [0, x, 0], std: [1, 0, 1], resample: cubic } }\n";
    const root = await content({ "models/tiny.yaml": MODEL + image, "datasets/lines.yaml": DATASET });
    const { errors } = await loadContent(root);
    const where = "content/models/tiny.yaml, inputs.image";
    expect(errors.flatMap(({ message }) => message.replaceAll(root, "content").split("\n"))).toEqual([
      `${where}.size: wrong value: expected number to be >=1, received 0.`,
      `${where}.mean.1: wrong value: expected number, received "x".`,
      `${where}.std.1: wrong value: expected number to be >=0.0001, received 0.`,
      `${where}.resample: wrong value: expected one of nearest or lanczos or bilinear or bicubic or box or hamming, received "cubic".`,
    ]);
  });

  it("refuses a map that is asked for twice", async () => {
    const twice = `${DATASET}projection: { methods: [pca, umap, pca], dims: [3, 3] }\n`;
    const root = await content({ "models/tiny.yaml": MODEL, "datasets/lines.yaml": twice });
    const { errors } = await loadContent(root);
    expect(errors.flatMap(({ message }) => message.replaceAll(root, "content").split("\n"))).toEqual([
      'content/datasets/lines.yaml, projection.methods: wrong value: expected each method once, received ["pca","umap","pca"].',
      "content/datasets/lines.yaml, projection.dims: wrong value: expected 2, 3 or both, each once, received [3,3].",
    ]);
  });

  it("still gives the atlases that do not need a broken file", async () => {
    const root = await content({
      "models/good.yaml": MODEL,
      "models/bad.yaml": "name: [}",
      "datasets/lines.yaml": DATASET,
    });
    const { atlases, errors } = await loadContent(root);
    expect(atlases.map((atlas) => atlas.id.model)).toEqual(["good"]);
    expect(errors.map((error) => error.message).join()).toMatch(/bad\.yaml: this is not YAML/);
  });

  it("names a dataset that a model asks for in vain", async () => {
    const root = await content({ "models/tiny.yaml": MODEL, "datasets/other.yaml": DATASET });
    const { errors } = await loadContent(root);
    expect(errors[0]?.message).toContain('dataset "lines" is not there: expected one of other');
  });

  it("refuses a file name that cannot stand in an address", async () => {
    const root = await content({ "models/My Model.yaml": MODEL, "datasets/lines.yaml": DATASET });
    const { errors } = await loadContent(root);
    expect(errors[0]?.message).toContain("expected lower-case letters, digits");
  });

  it("refuses a selection that names nothing", async () => {
    const root = await content({ "models/tiny.yaml": MODEL, "datasets/lines.yaml": DATASET });
    await expect(loadContent(root, { models: ["gpt9"] })).rejects.toThrow('model "gpt9" is not there');
    await expect(loadContent(root, { dataset: "poems" })).rejects.toThrow('dataset "poems" is not there');
  });

  it("names every name of a selection that is not there, and a dataset that none of the models has", async () => {
    const root = await content({
      "models/tiny.yaml": MODEL,
      "datasets/lines.yaml": DATASET,
      "datasets/other.yaml": DATASET,
      "models/broken.yaml": "name: [",
    });
    const error = await messageOf(root, { models: ["a", "tiny", "b"], dataset: "c" });
    expect(error.split("\n").map((line) => line.split(" is not there")[0])).toEqual([
      'content/models: model "a"',
      'content/models: model "b"',
      'content/datasets: dataset "c"',
    ]);
    await rm(join(root, "models/broken.yaml"));
    expect(await messageOf(root, { models: ["tiny"], dataset: "other" })).toBe(
      'content/models: no model shows the dataset "other": expected a model that lists it under datasets, received tiny.\n' +
        "  Add other to the datasets of a model, or name one that lists it.",
    );
  });

  it("says which model a checkpoint belongs to in vain, and which datasets are listed twice or not at all", async () => {
    const root = await content({
      "models/a.yaml": `${MODEL}checkpoint: { of: gone, step: 3 }\n`,
      "models/b.yaml": MODEL.replace("[lines]", "[lines, lines]"),
      "models/c.yaml": MODEL.replace("[lines]", "[]"),
      "datasets/lines.yaml": DATASET,
    });
    expect(await told(root)).toEqual({
      errors: [
        'content/models/b.yaml, datasets: wrong value: expected each dataset once, received ["lines","lines"].',
        "content/models/c.yaml, datasets: wrong value: expected array to have >=1 items, received [].",
        'content/models/a.yaml, checkpoint.of: model "gone" is not there: expected one of a, b, c, received model "gone".',
      ],
      warnings: [],
    });
  });

  it("names keys that it does not know, wherever they stand, and numbers that are written as text", async () => {
    const root = await content({
      "models/tiny.yaml": MODEL,
      "datasets/lines.yaml": `${DATASET}limit: { points: "1000", sequence: 3 }\nprojection: { seeds: 1 }\n`,
    });
    const { errors } = await told(root);
    expect(
      errors
        .flatMap((message) => message.split("\n"))
        .map((line) => line.split(": expected")[0])
        .sort(),
    ).toEqual([
      "content/datasets/lines.yaml, limit.points: wrong value",
      "content/datasets/lines.yaml, limit.sequence: unknown key",
      "content/datasets/lines.yaml, projection.seeds: unknown key",
    ]);
  });
});

describe("files of content/", () => {
  it.each(["tiny.yml", "tiny.YAML", "tiny.Yml"])("are read when they are called %s", async (file) => {
    const root = await content({ [`models/${file}`]: MODEL, "datasets/lines.yml": DATASET });
    const { atlases, errors } = await loadContent(root);
    expect(errors).toEqual([]);
    expect(atlases.map(({ id, modelFile, datasetFile }) => [id.model, modelFile, datasetFile])).toEqual([
      ["tiny", `${root}/models/${file}`, `${root}/datasets/lines.yml`],
    ]);
  });

  it("are refused where several have one name, or a name that an address cannot have", async () => {
    const root = await content({
      "models/tiny.yml": MODEL,
      "models/tiny.yaml": MODEL,
      "models/guides.yaml": MODEL,
      "models/NUL.yaml": MODEL,
      "models/nul.yaml": MODEL,
      "datasets/lines.yaml": DATASET,
    });
    expect(await told(root)).toMatchObject({
      errors: [
        'content/models/NUL.yaml: the file\'s name becomes part of addresses: expected lower-case letters, digits and single - . _ between them, received "NUL".\n  Rename the file.',
        'content/models/guides.yaml: the file\'s name becomes part of addresses: expected another name: pages of the site stand below /guides/, received "guides".\n  Rename the file.',
        'content/models/nul.yaml: the file\'s name becomes part of addresses: expected a name that Windows does not keep for a device, received "nul".\n  Rename the file.',
        "content/models: several files have the same name: expected one file of each name, received tiny.yaml, tiny.yml.\n  Remove or rename all but one.",
      ],
    });
  });

  it("are told when they are read for nothing, hidden ones and notes excepted", async () => {
    const root = await content({
      "models/tiny.yaml": MODEL,
      "models/other.json": "{}",
      "models/tiny.yaml.bak": MODEL,
      "models/README.md": "notes",
      "models/.DS_Store": "",
      "models/Thumbs.db": "",
      "datasets/lines.yaml": DATASET,
      "datasets/lines.txt": "a",
      "datasets/more.jsonl": "{}",
      "datasets/spare.yaml": DATASET.replace("./lines.txt", "deep/er/x.txt"),
    });
    await mkdir(join(root, "datasets/deep"));
    await mkdir(join(root, "datasets/old"));
    expect(await told(root)).toEqual({
      errors: [],
      warnings: [
        "content/models: 2 entries are passed over, no .yaml files: “other.json”, “tiny.yaml.bak”.",
        "content/datasets: 2 entries are passed over, no .yaml files, and no dataset has them as its source: “more.jsonl”, “old/”.",
        "content/datasets: no model lists “spare” under datasets, so it is not shown.",
      ],
    });
  });

  it("may all be switched off, which is told", async () => {
    const root = await content({
      "models/tiny.yaml": `${MODEL}enabled: false\n`,
      "datasets/lines.yaml": DATASET,
    });
    expect(await told(root)).toEqual({
      errors: [],
      warnings: [
        "content/models: every model is switched off (enabled: false). npm run atlas -- tiny builds one.",
      ],
    });
  });

  it("must be there", async () => {
    const root = await content({ "models/.gitkeep": "", "models/m.json": "{}" });
    expect(await messageOf(root)).toBe(
      "content/models: there is no model to show: expected a .yaml file for each, received m.json.\n  The guide “Show your own model” explains how to add one.",
    );
    await rm(join(root, "datasets"), { recursive: true });
    expect(await messageOf(root)).toContain("content/datasets: the folder is missing: expected");
  });
});

async function told(root: string): Promise<{ errors: string[]; warnings: string[] }> {
  const { errors, warnings } = await loadContent(root);
  const short = (text: string): string => text.replaceAll(root, "content");
  return { errors: errors.map(({ message }) => short(message)), warnings: warnings.map(short) };
}

async function messageOf(root: string, selection?: Selection): Promise<string> {
  return loadContent(root, selection).then(
    () => "none",
    (error: unknown) => (error as Error).message.replaceAll(root, "content"),
  );
}
