import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadContent } from "#pipeline/config/load-content.ts";
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
      'content/models/tiny.yaml, nme: unknown key: expected one of name, description, license, enabled, source, file, inputs, datasets, checkpoint, special, received "nme".',
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
      `${where}.std.1: wrong value: expected number to be >0, received 0.`,
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
});
