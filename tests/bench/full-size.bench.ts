/** Models of the size that people use, with random weights, from the ONNX file to pages. */
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSite, ROOT } from "../helpers/build-site.ts";
import { BERT_BASE, bertGraph, GPT2, gptGraph, VIT_BASE, vitGraph } from "../helpers/large-architectures.ts";
import { writeLargeModel, type LargeGraph } from "../helpers/large-model.ts";
import { watchMemory } from "../helpers/process-tree.ts";
import type { Bench } from "./run.ts";

interface FullSize {
  readonly name: string;
  readonly graph: () => LargeGraph;
  /** Embedded model whose tokenizer or image processor it takes: any will do for random weights. */
  readonly inputsFrom: string;
  readonly inputs: string;
  readonly dataset: string;
  readonly points: number;
}

const MODELS: readonly FullSize[] = [
  {
    name: "bert-base",
    graph: () => bertGraph(BERT_BASE),
    inputsFrom: "tiny-bert",
    inputs: "{}",
    dataset: "stories",
    points: 2_000,
  },
  {
    name: "gpt2",
    graph: () => gptGraph(GPT2),
    inputsFrom: "tiny-gpt",
    inputs: "{}",
    dataset: "stories",
    points: 2_000,
  },
  {
    name: "vit-base",
    graph: () => vitGraph(VIT_BASE),
    inputsFrom: "tiny-vit",
    inputs: `{ image: { size: ${VIT_BASE.picture} }, patch: ${VIT_BASE.patch} }`,
    dataset: "scenes",
    points: 2_000,
  },
];

export default {
  title: "Models of full size, from file to pages",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-full-"));
    try {
      const rows: string[] = [];
      for (const model of MODELS) {
        await writeContent(folder, model);
        const { seconds, cpuSeconds, peakMb } = await buildAtlas(folder, model.name);
        const atlas = join(folder, "public/atlas", model.name);
        rows.push(
          `| ${model.name} | ${model.points} | ${seconds.toFixed(0)} | ${cpuSeconds.toFixed(0)} | ${peakMb} | ${(await folderMb(atlas)).toFixed(1)} |`,
        );
      }
      const began = performance.now();
      const site = await buildSite({ folder: join(folder, "site"), publicFolder: join(folder, "public") });
      const pages = await shown(site.address);
      await site.close();
      return [
        "Random weights of 12 layers and 12 heads, d_head 64; all four methods in 2-D and 3-D, two workers. Memory is that of the whole build at its largest.",
        "",
        "| model | points of a head, at most | seconds | CPU seconds | largest memory, MB | atlas, MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        ...rows,
        "",
        `The site of all ${MODELS.length * 144} heads: ${((performance.now() - began) / 1000).toFixed(0)} s; ${pages}.`,
      ].join("\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

/** `content/` with this model alone, and the project's own datasets. */
async function writeContent(folder: string, model: FullSize): Promise<void> {
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
    `name: ${model.dataset}\nkind: ${kind}\nsource: ${source}\nlimit: { sequences: 1000, tokensPerSequence: 96, points: ${model.points} }\n`,
  );
}

/** The command as a user runs it, in a folder of its own. */
async function buildAtlas(
  folder: string,
  name: string,
): Promise<{ seconds: number; cpuSeconds: number; peakMb: number }> {
  const began = performance.now();
  const command = `TIMEFORMAT='cpu %U %S'; time "${process.execPath}" "${join(ROOT, "scripts/build-atlas.ts")}" ${name}`;
  const child = spawn("bash", ["-c", command], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const memory = watchMemory(child.pid ?? 0);
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const peakMb = memory.stop();
  if (code !== 0) throw new Error(`${name} was not built:\n${said}`);
  const [, user = "", system = ""] = /cpu ([\d.]+) ([\d.]+)/.exec(said) ?? [];
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: Number(user) + Number(system), peakMb };
}

/** Asks for the last head of every model, as a browser would. */
async function shown(url: string): Promise<string> {
  const asked = await Promise.all(
    MODELS.map(async ({ name, dataset }) => {
      const response = await fetch(`${url}${name}/${dataset}/L11H11/`);
      if (!response.ok) throw new Error(`${name}: its last head has no page (${response.status}).`);
      return (await response.text()).length;
    }),
  );
  return `the pages of the last heads have ${asked.map((length) => (length / 1000).toFixed(0)).join(", ")} kB`;
}

async function folderMb(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0) / 1e6;
}
