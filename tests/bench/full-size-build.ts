/** What the benchmarks of full-size models share: models of the size that people use, with random weights, and their builds. */
import { cp, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../helpers/build-site.ts";
import { BERT_BASE, bertGraph, GPT2, gptGraph, VIT_BASE, vitGraph } from "../helpers/large-architectures.ts";
import { writeLargeModel, type LargeGraph } from "../helpers/large-model.ts";
import { measureProcess, type ProcessCost } from "./measure-process.ts";

export interface FullSize {
  readonly name: string;
  readonly graph: () => LargeGraph;
  /** Embedded model whose tokenizer or image processor it takes: any will do for random weights. */
  readonly inputsFrom: string;
  readonly inputs: string;
  readonly dataset: string;
}

export const FULL_SIZE: readonly FullSize[] = [
  {
    name: "bert-base",
    graph: () => bertGraph(BERT_BASE),
    inputsFrom: "tiny-bert",
    inputs: "{}",
    dataset: "stories",
  },
  {
    name: "gpt2",
    graph: () => gptGraph(GPT2),
    inputsFrom: "tiny-gpt",
    inputs: "{}",
    dataset: "stories",
  },
  {
    name: "vit-base",
    graph: () => vitGraph(VIT_BASE),
    inputsFrom: "tiny-vit",
    inputs: `{ image: { size: ${VIT_BASE.picture} }, patch: ${VIT_BASE.patch} }`,
    dataset: "scenes",
  },
];

/** The row of a table about the atlas of a model. @param points Of a head, at most. */
export async function buildRow(folder: string, model: FullSize, points: number): Promise<string> {
  await writeContent(folder, model, points);
  const { seconds, cpuSeconds, peakMb } = await buildAtlas(folder, model.name);
  const atlas = join(folder, "public/atlas", model.name);
  const cells = [
    model.name,
    points,
    seconds.toFixed(0),
    cpuSeconds.toFixed(0),
    peakMb,
    (await folderMb(atlas)).toFixed(1),
  ];
  return `| ${cells.join(" | ")} |`;
}

export const TABLE_HEAD = [
  "| model | points of a head, at most | seconds | CPU seconds | largest memory, MB | atlas, MB |",
  "| --- | ---: | ---: | ---: | ---: | ---: |",
];

/** `content/` with this model alone, and the project's own datasets. */
async function writeContent(folder: string, model: FullSize, points: number): Promise<void> {
  const content = join(folder, "content");
  const weights = join(content, "weights", model.name);
  await rm(content, { recursive: true, force: true });
  await cp(join(ROOT, "content/datasets"), join(content, "datasets"), { recursive: true });
  await cp(join(ROOT, "content/weights", model.inputsFrom), weights, { recursive: true });
  await rm(join(weights, "config.json"));
  writeLargeModel(join(weights, "onnx/model.onnx"), model.graph());
  await mkdir(join(content, "models"));
  await writeFile(
    join(content, "models", `${model.name}.yaml`),
    `name: Random ${model.name}\nsource: ./weights/${model.name}\ndatasets: [${model.dataset}]\ninputs: ${model.inputs}\n`,
  );
  const source = model.dataset === "scenes" ? "./scenes" : "./stories.jsonl";
  const kind = model.dataset === "scenes" ? "images" : "text";
  await writeFile(
    join(content, "datasets", `${model.dataset}.yaml`),
    `name: ${model.dataset}\nkind: ${kind}\nsource: ${source}\nlimit: { sequences: 1000, tokensPerSequence: 96, points: ${points} }\n`,
  );
}

/** The command as a user runs it, in a folder of its own. @param environment Variables to add. */
export function buildAtlas(
  folder: string,
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ProcessCost> {
  return measureProcess(`"${process.execPath}" "${join(ROOT, "scripts/build-atlas.ts")}" ${name}`, {
    name: `The build of ${name}`,
    cwd: folder,
    env: { ...process.env, ...environment },
  });
}

export async function folderMb(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0) / 1e6;
}
