/** A build opens no file of a model, a dataset or a tokenizer that is not part of its digest; native code included. */
import { cp, mkdir, readdir, realpath, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import sharp from "sharp";
import { describe, expect, it, type TestContext } from "vitest";
import type { NamedValues } from "#pipeline/arrays/array.ts";
import { writeNpz } from "#pipeline/arrays/npz.ts";
import type { Digests } from "#pipeline/cache/digest-index.ts";
import { COMPANIONS } from "#pipeline/config/companions.ts";
import { readFixture } from "../../helpers/architecture-fixtures.ts";
import { writeFormulaModel } from "../../helpers/formula-weights.ts";
import { contentRoot, runBuild } from "../../helpers/run-build.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { tinyOnnxBeside, writeTinyModel } from "../../helpers/tiny-model.ts";
import { writeTinyVit } from "../../helpers/tiny-vit.ts";
import { notesReading, readsIn } from "../../helpers/trace-reads.ts";
import { hasZoo, zooFile } from "../../helpers/zoo.ts";

const PCA = "projection: { methods: [pca], dims: [2] }\n";
/** What also lies in the folders of models, and is none of our business. */
const BAIT = [
  "README.md",
  "special_tokens_map.json",
  "vocab.txt",
  "merges.txt",
  "processor_config.json",
  "onnx/model_quantized.onnx",
];

interface Traced {
  /** Paths below `content` whose content went into a digest. */
  readonly digested: readonly string[];
  /** Paths below `content` that were read. */
  readonly read: readonly string[];
}

/** Builds with digests that read nothing themselves: what is read then, the build's readers have read. */
async function traceBuild(root: string, { skip }: Pick<TestContext, "skip">): Promise<Traced> {
  skip(!(await notesReading(await tempFolder())), "the file system does not note when files are read");
  const asked = new Set<string>();
  const digests: Digests = {
    content: async (path) => {
      asked.add(await realpath(path));
      return path;
    },
    fact: async (path, _, read) => read(path, await stat(path, { bigint: true })),
    save: () => Promise.resolve(),
  };
  const content = await realpath(join(root, "content"));
  const opened = await readsIn(content, async () => {
    const { errors } = await runBuild(root, { digests });
    expect(errors).toEqual([]);
  });
  const configs = (path: string): boolean => !path.endsWith(".yaml");
  const named = (paths: ReadonlySet<string>): string[] =>
    [...paths]
      .map((path) => relative(content, path).replaceAll("\\", "/"))
      .filter(configs)
      .sort();
  return { digested: named(asked), read: named(opened) };
}

async function writeBait(folder: string): Promise<void> {
  await mkdir(join(folder, "onnx"), { recursive: true });
  const there = await readdir(folder, { recursive: true });
  for (const name of [...BAIT, ...COMPANIONS])
    if (!there.includes(name)) await writeFile(join(folder, name), "{}");
}

describe("a traced build", () => {
  it("of a text opens what is digested: graph, weights of any name, companions, another folder's tokenizer", async (context) => {
    const root = await contentRoot({
      "models/m.yaml":
        "name: M\nsource: ./weights/m\nfile: onnx/model.onnx\ndatasets: [d]\ninputs: { tokenizer: ./words }\n",
      "datasets/d.yaml": `name: D\nkind: text\nsource: ./d.txt\n${PCA}`,
      "store/lines.txt": "the cat sees a bird .\na dog and the cat .\n",
      "datasets/labels.json": "[]",
      "weights/config.json": "{}",
      "weights/m/onnx/config.json": "{}",
    });
    await symlink("../store/lines.txt", join(root, "content/datasets/d.txt"));
    const [folder, words] = [join(root, "content/weights/m"), join(root, "content/words")];
    for (const model of [folder, words]) await writeTinyModel(model);
    const { onnx, weights } = tinyOnnxBeside("deep/weights_all.bin");
    await mkdir(join(folder, "onnx/deep"));
    await writeFile(join(folder, "onnx/model.onnx"), onnx);
    await writeFile(join(folder, "onnx/deep/weights_all.bin"), weights);
    await writeFile(join(folder, "onnx/model.onnx_data"), "not named by the graph");
    for (const model of [folder, words]) await writeBait(model);
    const { digested, read } = await traceBuild(root, context);
    expect(read).toEqual([
      "store/lines.txt",
      "weights/m/config.json",
      "weights/m/onnx/deep/weights_all.bin",
      "weights/m/onnx/model.onnx",
      "words/tokenizer.json",
      "words/tokenizer_config.json",
    ]);
    // Digested for what another dataset would make the same model read: a start token, the size of pictures.
    expect(digested.filter((file) => !read.includes(file))).toEqual([
      "weights/m/generation_config.json",
      "weights/m/preprocessor_config.json",
      "weights/m/processor_config.json",
    ]);
    expect(read.filter((file) => !digested.includes(file))).toEqual([]);
  });

  it("of vectors opens what is digested: every file of vectors in the folder, and no companion", async (context) => {
    const array = (...shape: number[]): NamedValues => ({
      type: "f4",
      shape,
      values: Float32Array.from({ length: shape.reduce((n, size) => n * size) }, (_, i) => Math.sin(i)),
    });
    const names: NamedValues = { type: "text", shape: [12], values: "a b c a b c a b d a b c".split(" ") };
    const [starts, causal]: NamedValues[] = [
      { type: "i4", shape: [1], values: Int32Array.of(0) },
      { type: "b1", shape: [], values: Uint8Array.of(1) },
    ];
    const root = await contentRoot({
      "models/m.yaml": `name: M\nsource: vectors:./run\ndataset:\n  ${PCA}`,
      "run/a.npz": writeNpz([
        ["q.0", array(1, 12, 2)],
        ["k.0", array(1, 12, 2)],
        ["tokens", names],
      ]),
      "run/b.npz": writeNpz([
        ["starts", starts!],
        ["causal", causal!],
      ]),
      "run/notes.txt": "",
    });
    await writeBait(join(root, "content/run"));
    const { digested, read } = await traceBuild(root, context);
    expect(read).toEqual(["run/a.npz", "run/b.npz"]);
    expect(digested).toEqual(read);
  });

  it("of weights opens what is digested: the index, the files that it names, the parts of a tokenizer", async (context) => {
    const root = await contentRoot({
      "models/m.yaml": "name: M\nsource: ./weights/m\nweights: safetensors\ndatasets: [d]\n",
      "datasets/d.yaml": `name: D\nkind: text\nsource: ./d.txt\n${PCA}`,
      "datasets/d.txt": "a b a\nb a b\n",
      "weights/m/vocab.txt": "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\n",
      "weights/m/special_tokens_map.json": "{}",
    });
    const folder = join(root, "content/weights/m");
    writeFormulaModel(folder, readFixture("bert/hub-names"), 2);
    await writeFile(join(folder, "model-00003-of-00003.safetensors"), "not named by the index");
    const parts = ["tokenizer_config.json", "vocab.json", "merges.txt", "added_tokens.json"];
    await mkdir(join(folder, "onnx"));
    for (const name of ["onnx/model.onnx", "README.md", "pytorch_model.bin", ...parts])
      await writeFile(join(folder, name), "{}");
    const { digested, read } = await traceBuild(root, context);
    expect(read).toEqual(
      [
        ...["added_tokens.json", "config.json", "merges.txt", "model.safetensors.index.json"],
        ...["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"],
        ...["special_tokens_map.json", "tokenizer_config.json", "vocab.json", "vocab.txt"],
      ]
        .map((name) => `weights/m/${name}`)
        .concat("datasets/d.txt")
        .toSorted(),
    );
    expect(read.filter((file) => !digested.includes(file))).toEqual([]);
  });

  it("of pictures opens what is digested: pictures behind links, labels, the processor's configuration", async (context) => {
    const root = await contentRoot({
      "models/m.yaml": "name: M\nsource: ./weights/m\nfile: onnx/model.onnx\ndatasets: [d]\n",
      "datasets/d.yaml": `name: D\nkind: images\nsource: ./d\n${PCA}`,
      "datasets/d/labels.json": '[{"file": "a.png", "color": "red"}]',
      "datasets/d/notes.txt": "",
      "datasets/d/more/b.png": "no picture",
      "datasets/d/c.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><style>@import "style.css";</style><rect class="r" width="4" height="8"/></svg>`,
      "datasets/d/style.css": ".r { fill: url(gradients.svg#g) }",
    });
    await writeTinyVit(join(root, "content/weights/m"));
    await writeBait(join(root, "content/weights/m"));
    const picture = sharp({ create: { width: 9, height: 7, channels: 3, background: "#f00" } });
    await mkdir(join(root, "content/store"));
    await picture.png().toFile(join(root, "content/store/red.png"));
    await symlink("../../store/red.png", join(root, "content/datasets/d/a.png"));
    const { digested, read } = await traceBuild(root, context);
    expect(read).toEqual([
      "datasets/d/c.svg",
      "datasets/d/labels.json",
      "store/red.png",
      "weights/m/config.json",
      "weights/m/onnx/model.onnx",
      "weights/m/preprocessor_config.json",
      "weights/m/processor_config.json",
    ]);
    // Digested for a model that reads captions beside its pictures.
    expect(digested.filter((file) => !read.includes(file))).toEqual([
      "weights/m/generation_config.json",
      "weights/m/tokenizer.json",
      "weights/m/tokenizer_config.json",
    ]);
    expect(read.filter((file) => !digested.includes(file))).toEqual([]);
  });
});

describe.runIf(hasZoo)("a traced build of a foreign model (skipped without ../shared/zoo)", () => {
  it.each([
    ["t5", "text", "d.jsonl", ""],
    ["llama-external", "text", "d.jsonl", ""],
    // Its processor cuts out 224 pixels where its file does not say how many.
    ["clip", "images", "d", "inputs: { image: { size: 32 } }\n"],
    ["whisper", "audio", "d", ""],
  ])("opens nothing that is not digested: %s", async (name, kind, source, said) => {
    const root = await contentRoot({
      "models/m.yaml": `name: M\nsource: ./weights/m\ndatasets: [d]\n${said}`,
      "datasets/d.yaml": `name: D\nkind: ${kind}\nsource: ./${source}\nlimit: { sequences: 3 }\nlabelGrid: [8, 8]\n${PCA}`,
      "datasets/d.jsonl":
        '{"text": "the river and the tree sees a small house", "target": "a big river"}\n'.repeat(3),
    });
    const folder = join(root, "content/weights/m");
    await cp(dirname(zooFile(name, "config.json")), folder, { recursive: true });
    if (name === "t5")
      await writeFile(join(folder, "generation_config.json"), '{"decoder_start_token_id": 0}');
    const pictures = join("content/datasets", kind === "audio" ? "sounds" : "scenes");
    await cp(pictures, join(root, "content/datasets/d"), { recursive: true });
    const { digested, read } = await traceBuild(root, { skip: () => undefined as never });
    expect(read.filter((file) => !digested.includes(file))).toEqual([]);
    expect(read.filter((file) => file.endsWith(".onnx")).length).toBeGreaterThan(0);
  });
});
