import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadContent, type Content } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const VECTORS = "name: Run\nsource: vectors:./run.npz\n";

async function content(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await tempFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}

async function messages(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = await content(files);
  const { errors } = await loadContent(root);
  return errors.flatMap(({ message }) => message.replaceAll(root, "content").split("\n"));
}

async function resolved(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await content(files);
  const { atlases } = await loadContent(root);
  return resolveModel(atlases[0]!).then(
    ({ modelPaths, warnings }) => [...modelPaths, ...warnings].join("\n").replaceAll(root, "content"),
    (error: unknown) => (error as Error).message.replaceAll(root, "content"),
  );
}

describe("a model of captured vectors", () => {
  it("makes one atlas without any dataset, even without their folder", async () => {
    const root = await content({ "models/run.yaml": `${VECTORS}license: MIT\n` });
    const { atlases, warnings, standing }: Content = await loadContent(root);
    expect(warnings).toEqual([]);
    expect(atlases).toHaveLength(1);
    const [atlas] = atlases;
    expect(atlas?.id).toEqual({ model: "run", dataset: "sentences" });
    expect(atlas?.dataset).toMatchObject({ name: "Sentences", license: "MIT", kind: "text" });
    expect(atlas?.source).toEqual({ kind: "vectors", path: join(root, "run.npz") });
    expect(standing({ model: "run", dataset: "sentences" })).toBe("on");
    expect(standing({ model: "run", dataset: "lines" })).toBe("unnamed");
  });

  it("says how its sentences are called and shown, and can be selected by their name", async () => {
    const root = await content({
      "models/run.yaml": `${VECTORS}dataset: { slug: notes, name: Notes, limit: { points: 50 }, projection: { seed: 3 } }\n`,
      "models/other.yaml": "name: Other\nsource: ./other\ndatasets: [lines]\n",
      "datasets/lines.yaml": "name: Lines\nkind: text\nsource: ./lines.txt\n",
    });
    const { atlases } = await loadContent(root, { dataset: "notes" });
    expect(atlases.map(({ id }) => id)).toEqual([{ model: "run", dataset: "notes" }]);
    expect(atlases[0]?.dataset).toMatchObject({
      limit: { points: 50, sequences: 200 },
      projection: { seed: 3 },
    });
    await expect(loadContent(root, { dataset: "note" })).rejects.toThrow("expected one of lines, notes");
  });

  it("has no keys of a model that runs, which are told all at once", async () => {
    const more =
      "datasets: [lines]\nfile: a.onnx\nweights: onnx\nspecial: { bos: drop }\ninputs: { maxLength: 3 }\n";
    const found = await messages({ "models/run.yaml": VECTORS + more, "datasets/lines.yaml": "" });
    const own = found.filter((line) => line.includes("models/run.yaml"));
    for (const key of ["datasets", "file", "weights", "special.bos", "inputs"])
      expect(
        own.filter((line) => line.startsWith(`content/models/run.yaml, ${key}: wrong value: expected `)),
      ).toHaveLength(1);
    expect(own).toHaveLength(5);
  });

  it("is the only one with the key dataset; all others need datasets, whatever else is wrong", async () => {
    const found = await messages({ "models/m.yaml": "name: 4\nsource: ./m\ndataset: { slug: a }\n" });
    expect(found).toEqual([
      "content/models/m.yaml, name: wrong value: expected string, received 4.",
      "content/models/m.yaml, datasets: a key is missing: expected a list of names of files in content/datasets, received nothing.",
      'content/models/m.yaml, dataset: wrong value: expected no such key, unless the source is vectors:… or headvis:…, received {"slug":"a"}.',
    ]);
  });

  it("must be on this machine", async () => {
    const found = await messages({ "models/run.yaml": "name: Run\nsource: vectors:https://host/run.npz\n" });
    expect(found[0]).toContain("expected vectors: with a path on this machine (download the files first)");
  });
});

describe("the files of captured vectors", () => {
  it("are one, or all in a folder; what else lies there is told", async () => {
    expect(await resolved({ "models/run.yaml": VECTORS, "run.npz": "" })).toBe("content/run.npz");
    const folder = { "models/run.yaml": "name: Run\nsource: vectors:./run\n" };
    expect(
      await resolved({
        ...folder,
        "run/b.npz": "",
        "run/a.SAFETENSORS": "",
        "run/notes.txt": "",
        "run/.x": "",
      }),
    ).toBe(
      "content/run/a.SAFETENSORS\ncontent/run/b.npz\ncontent/models/run.yaml, source: “notes.txt” passed over: no .npz, .safetensors, .parquet file.",
    );
  });

  it.each([
    [{}, "the file of vectors is missing"],
    [
      { "run.npz/a.txt": "" },
      "the folder holds no vectors: expected a .npz, .safetensors, .parquet file, or a folder of them, received “a.txt”",
    ],
  ] as const)("are missed where there are none: %o", async (files, what) => {
    expect(await resolved({ "models/run.yaml": VECTORS, ...files })).toContain(
      `content/models/run.yaml, source: ${what}`,
    );
  });

  it("are of a known kind", async () => {
    const yaml = "name: Run\nsource: vectors:./run.pt\n";
    expect(await resolved({ "models/run.yaml": yaml, "run.pt": "" })).toContain(
      "the file is of an unknown kind",
    );
  });
});
