/** What finding heads costs: the CPU time of a head with and without its measures, and by what they are. */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readFixture } from "../helpers/architecture-fixtures.ts";
import { ROOT } from "../helpers/build-site.ts";
import { writeFormulaModel } from "../helpers/formula-weights.ts";
import { median } from "./projection-runs.ts";
import type { Bench } from "./run.ts";

/** What `measures-once.ts` prints: CPU milliseconds. */
interface Measured {
  readonly nTokens: number;
  readonly dHead: number;
  readonly nHeads: number;
  readonly plain: readonly number[];
  readonly whole: readonly number[];
  readonly parts: readonly {
    readonly name: string;
    readonly isMeasure: boolean;
    readonly ms: readonly number[];
  }[];
  /** Of all heads together. */
  readonly ofModel: readonly (readonly [what: string, ms: number])[];
}

export default {
  title: "What finding heads costs",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-measures-"));
    try {
      await writeGpt2(join(folder, "content"));
      const models = [
        { title: "tiny-gpt", measured: await measure(join(ROOT, "content"), "tiny-gpt", "L3H0") },
        { title: "the shape of GPT-2", measured: await measure(join(folder, "content"), "gpt2", "L1H1") },
      ];
      const { measured: tiny } = models[0]!;
      const cells = (of: (measured: Measured) => string): string =>
        models.map(({ measured }) => of(measured)).join(" | ");
      const row = (what: string, of: (measured: Measured) => number): string =>
        `| ${what} | ${cells((measured) => of(measured).toFixed(0))} |`;
      return [
        `CPU milliseconds of a head, medians of ${tiny.plain.length} runs: L3H0 of tiny-gpt, and a head of a model of made-up weights in the shape of the first two layers of GPT-2. Each model has a process of its own, in which the head is computed in turn without and with what was added for finding heads, after every way was run once. All eight maps are projected. As measures count all numbers that lists, searches, comparisons and pages of heads show, other than alignment and how far the maps can be trusted. What is made once for all heads of a model is divided by their number; it is measured cold, once.`,
        "",
        `| | ${models.map(({ title }) => title).join(" | ")} |`,
        "| --- | ---: | ---: |",
        row("heads of the model", ({ nHeads }) => nHeads),
        row("tokens", ({ nTokens }) => nTokens),
        row("numbers of a query (d_head)", ({ dHead }) => dHead),
        row("**a head without measures**", ({ plain }) => median(plain)),
        ...tiny.parts.flatMap(({ name, isMeasure }) =>
          isMeasure ? [] : [row(`of it: ${name}`, (measured) => partOf(measured, name))],
        ),
        row("**a head with measures**", ({ whole }) => median(whole)),
        ...tiny.parts.flatMap(({ name, isMeasure }) =>
          isMeasure ? [row(`added: ${name}`, (measured) => partOf(measured, name))] : [],
        ),
        ...tiny.ofModel.map(([what]) =>
          row(`its share of all heads': ${what}`, (measured) => shareOf(measured, what)),
        ),
        row("**all that was added**", addedTo),
        `| **added, in percent** | ${cells((measured) => `**${((100 * addedTo(measured)) / median(measured.plain)).toFixed(1)}**`)} |`,
      ].join("\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

/** The parts one by one, which is steadier than the difference of two large numbers, and the head's share of what all share. */
function addedTo(measured: Measured): number {
  const own = measured.parts.filter(({ isMeasure }) => isMeasure).map(({ ms }) => median(ms));
  const shared = measured.ofModel.map(([what]) => shareOf(measured, what));
  return [...own, ...shared].reduce((sum, ms) => sum + ms, 0);
}

function partOf({ parts }: Measured, wanted: string): number {
  return median(parts.find(({ name }) => name === wanted)?.ms ?? []);
}

function shareOf({ ofModel, nHeads }: Measured, wanted: string): number {
  return (ofModel.find(([what]) => what === wanted)?.[1] ?? NaN) / nHeads;
}

async function measure(content: string, model: string, heads: string): Promise<Measured> {
  const program = join(import.meta.dirname, "measures-once.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program, content, model, heads], {
    cwd: ROOT,
  });
  return JSON.parse(stdout) as Measured;
}

/** All of its layers would take long, and tell the same of a head. */
const N_LAYERS = 2;

/** A checkpoint of GPT-2's sizes; the tokenizer of tiny-gpt will do for made-up weights. */
async function writeGpt2(content: string): Promise<void> {
  const weights = join(content, "weights/gpt2");
  await mkdir(join(content, "models"), { recursive: true });
  await cp(join(ROOT, "content/datasets"), join(content, "datasets"), { recursive: true });
  const { config, tensors } = readFixture("full/gpt2");
  writeFormulaModel(weights, {
    config: { ...config, n_layer: N_LAYERS },
    tensors: tensors.filter(({ name }) => Number(/\bh\.(\d+)\./.exec(name)?.[1] ?? 0) < N_LAYERS),
  });
  for (const file of ["tokenizer.json", "tokenizer_config.json"])
    await cp(join(ROOT, "content/weights/tiny-gpt", file), join(weights, file));
  await writeFile(
    join(content, "models/gpt2.yaml"),
    "name: Made-up GPT-2\nsource: ./weights/gpt2\ndatasets: [stories]\n",
  );
}
