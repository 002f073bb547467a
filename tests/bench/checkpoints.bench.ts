/** Checkpoints of the size that people use, with made-up weights: from a hub to pages, without an ONNX file. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { readFixture } from "../helpers/architecture-fixtures.ts";
import { buildSite, ROOT } from "../helpers/build-site.ts";
import { writeFormulaModel } from "../helpers/formula-weights.ts";
import { startMockHub, type MockHub } from "../helpers/mock-hub.ts";
import { feedsOf, worstDifference } from "../helpers/run-fixture.ts";
import { buildAtlas, folderMb } from "./full-size-build.ts";
import type { Bench } from "./run.ts";

interface Checkpoint {
  readonly repo: string;
  /** Of tests/fixtures/architectures/full. */
  readonly fixture: string;
  readonly kind: "text" | "images";
  /** Embedded model whose tokenizer it takes: any will do for made-up weights. */
  readonly tokenizer?: string;
  /** Points of a head, at most. */
  readonly points: number;
  /** Into how many files its weights are split; one if left out. */
  readonly shards?: number;
  /** Its last head has a page. */
  readonly lastHead: string;
}

const CHECKPOINTS: readonly Checkpoint[] = [
  {
    repo: "google-bert/bert-base-uncased",
    fixture: "bert-base",
    kind: "text",
    tokenizer: "tiny-bert",
    points: 400,
    lastHead: "L11H11",
  },
  {
    repo: "openai-community/gpt2",
    fixture: "gpt2",
    kind: "text",
    tokenizer: "tiny-gpt",
    points: 400,
    lastHead: "L11H11",
  },
  {
    repo: "google/vit-base-patch16-224",
    fixture: "vit-base-patch16",
    kind: "images",
    points: 400,
    lastHead: "L11H11",
  },
  {
    repo: "google/vit-base-patch32-224-in21k",
    fixture: "vit-base-patch32",
    kind: "images",
    points: 400,
    lastHead: "L11H11",
  },
  {
    repo: "TinyLlama/TinyLlama-1.1B-Chat-v1.0",
    fixture: "tinyllama",
    kind: "text",
    tokenizer: "tiny-gpt",
    shards: 2,
    points: 100,
    lastHead: "L21H31",
  },
];
const PREPROCESSOR = {
  image_processor_type: "ViTImageProcessor",
  size: { height: 224, width: 224 },
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
};
const HEAD = [
  "| repository | weights, MB | fetched, MB | heads × points, at most | seconds | CPU seconds | largest memory, MB | atlas, MB | from PyTorch |",
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
];

export default {
  title: "Checkpoints of full size, from a hub to pages",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-checkpoints-"));
    try {
      const rows: string[] = [];
      for (const checkpoint of CHECKPOINTS) {
        rows.push(await row(folder, checkpoint));
        console.log(rows.at(-1));
      }
      const began = performance.now();
      const site = await buildSite({ folder: join(folder, "site"), publicFolder: join(folder, "public") });
      for (const checkpoint of CHECKPOINTS) await expectPage(site.address, checkpoint);
      await site.close();
      return [
        "Weights by a formula, laid out as these repositories are: config.json, safetensors, tokenizer or preprocessor, and ONNX or other files that are not asked for. All four methods in 2-D and 3-D, two workers; the time includes the download from a hub on the same machine. Memory is the peak of the whole build; it counts the pages of the weights' files that the system could take back. The last column is the largest difference of queries, keys and patterns from PyTorch (float32; of the first and last head of the first and last layer).",
        "",
        ...HEAD,
        ...rows,
        "",
        `Building the site of all their heads takes ${((performance.now() - began) / 1000).toFixed(0)} s; the last head of each model has its page.`,
      ].join("\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

async function row(folder: string, checkpoint: Checkpoint): Promise<string> {
  const { repo, points, fixture } = checkpoint;
  const files = join(folder, "checkpoint");
  const entry = writeFormulaModel(files, readFixture(`full/${fixture}`), checkpoint.shards);
  const difference = await fromPyTorch(`full/${fixture}`, entry);
  const atEnd: (() => void)[] = [];
  const hub = await startMockHub(repo, await repoFiles(files, checkpoint), (end) => atEnd.push(end));
  await writeContent(folder, checkpoint);
  const name = nameOf(checkpoint);
  const { seconds, cpuSeconds, peakMb } = await buildAtlas(folder, name, {
    HF_ENDPOINT: hub.endpoint,
    HF_HUB_CACHE: join(folder, "cache"),
  });
  for (const end of atEnd) end();
  const cells = [
    repo,
    mb(weightBytes(hub)),
    mb(fetchedBytes(hub)),
    `${headsOf(checkpoint)} × ${points}`,
    seconds.toFixed(0),
    cpuSeconds.toFixed(0),
    peakMb.toLocaleString("en"),
    (await folderMb(join(folder, "public/atlas", name))).toFixed(1),
    difference.toExponential(1),
  ];
  await rm(files, { recursive: true, force: true });
  await rm(join(folder, "cache"), { recursive: true, force: true });
  return `| ${cells.join(" | ")} |`;
}

async function fromPyTorch(name: string, entry: string): Promise<number> {
  const fixture = readFixture(name);
  const model = await openModel(entry);
  const feeds = feedsOf(model, fixture);
  const captured = await model.run(feeds, Object.values(feeds)[0]?.dims[0] ?? 1);
  await model.release();
  return worstDifference(name, fixture, captured);
}

/** What the repository has: what is needed, and what is not. */
async function repoFiles(
  folder: string,
  { kind, tokenizer = "" }: Checkpoint,
): Promise<Record<string, Buffer>> {
  const unwanted = Buffer.from("not asked for");
  const files: Record<string, Buffer> = {
    "README.md": unwanted,
    "pytorch_model.bin": unwanted,
    "tf_model.h5": unwanted,
  };
  for (const name of await readdir(folder)) files[name] = await readFile(join(folder, name));
  if (kind === "images") files["preprocessor_config.json"] = Buffer.from(JSON.stringify(PREPROCESSOR));
  else
    for (const name of ["tokenizer.json", "tokenizer_config.json"])
      files[name] = await readFile(join(ROOT, "content/weights", tokenizer, name));
  return files;
}

async function writeContent(folder: string, checkpoint: Checkpoint): Promise<void> {
  const content = join(folder, "content");
  const dataset = datasetOf(checkpoint);
  const source = join(ROOT, "content/datasets", checkpoint.kind === "images" ? "scenes" : "stories.jsonl");
  // The scenes' labels are lists of a value per patch of Tiny ViT.
  const labels = checkpoint.kind === "images" ? "labelGrid: [8, 8]\n" : "";
  await rm(content, { recursive: true, force: true });
  for (const kind of ["models", "datasets"]) await mkdir(join(content, kind), { recursive: true });
  await writeFile(
    join(content, "models", `${nameOf(checkpoint)}.yaml`),
    `name: Made-up ${nameOf(checkpoint)}\nsource: hub:${checkpoint.repo}\ndatasets: [${dataset}]\n`,
  );
  await writeFile(
    join(content, "datasets", `${dataset}.yaml`),
    `name: ${dataset}\nkind: ${checkpoint.kind}\nsource: ${source}\nlimit: { sequences: 1000, tokensPerSequence: 64, points: ${checkpoint.points} }\n${labels}`,
  );
}

async function expectPage(address: string, checkpoint: Checkpoint): Promise<void> {
  const page = `${nameOf(checkpoint)}/${datasetOf(checkpoint)}/${checkpoint.lastHead}/`;
  const { ok, status } = await fetch(address + page);
  if (!ok) throw new Error(`${page}: the last head has no page (${status}).`);
}

/** Bytes of files that were sent. */
function fetchedBytes({ requests, files }: MockHub): number {
  const names = requests.flatMap(({ host, url }) =>
    host === "content"
      ? [decodeURIComponent(url.slice(1))]
      : [/\/resolve\/[^/]+\/(.+)$/.exec(url)?.[1] ?? ""],
  );
  return [...new Set(names)].reduce((sum, name) => sum + (files.get(name)?.length ?? 0), 0);
}

function weightBytes({ files }: MockHub): number {
  const weights = [...files].filter(([name]) => name.endsWith(".safetensors"));
  return weights.reduce((sum, [, { length }]) => sum + length, 0);
}

function headsOf({ lastHead }: Checkpoint): number {
  const [, layer = "", head = ""] = /^L(\d+)H(\d+)$/.exec(lastHead) ?? [];
  return (Number(layer) + 1) * (Number(head) + 1);
}

const nameOf = ({ repo }: Checkpoint): string => repo.slice(repo.indexOf("/") + 1).toLowerCase();
const datasetOf = ({ kind }: Checkpoint): string => (kind === "images" ? "scenes" : "stories");
const mb = (bytes: number): string => (bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 0 });
