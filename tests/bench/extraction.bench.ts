/** What exposing queries, keys and weights costs beside the plain forward pass, and what opening a large file costs. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { openModel, type Feeds } from "#pipeline/onnx/open-model.ts";
import { BERT_650, BERT_BASE, bertGraph } from "../helpers/large-architectures.ts";
import { writeLargeModel } from "../helpers/large-model.ts";
import type { Bench } from "./run.ts";

const ROUNDS = 5;
const BATCHES: readonly (readonly [batch: number, length: number])[] = [
  [1, 64],
  [8, 64],
  [16, 64],
  [4, 256],
];
const OPENINGS = 5;

interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

function feeds(batch: number, length: number): Feeds {
  const size = batch * length;
  const longs = (number: (i: number) => number): Tensor =>
    new Tensor(
      "int64",
      BigInt64Array.from({ length: size }, (_, i) => BigInt(number(i))),
      [batch, length],
    );
  return { input_ids: longs((i) => (i * 7919) % 30_000), attention_mask: longs(() => 1) };
}

async function cost(run: () => Promise<unknown>): Promise<Cost> {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  await run();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1000, wallMs: performance.now() - start };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Both in turn, so that whatever else the machine does hits both alike. */
async function compare(path: string, threads: number): Promise<string[]> {
  const plain = await InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });
  const model = await openModel(path, { threads });
  const rows: string[] = [];
  for (const [batch, length] of BATCHES) {
    const fed = feeds(batch, length);
    const costs: { plain: Cost; exposed: Cost }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const pair = {
        plain: await cost(() => plain.run({ ...fed })),
        exposed: await cost(() => model.run(fed, batch)),
      };
      // The first round allocates.
      if (round > 0) costs.push(pair);
    }
    const of = (pick: (pair: (typeof costs)[number]) => number): number => median(costs.map(pick));
    const ratio = of((pair) => pair.exposed.cpuMs / pair.plain.cpuMs);
    const speed = (batch * length) / (of((pair) => pair.exposed.wallMs) / 1000);
    rows.push(
      `| ${threads} | ${batch} × ${length} | ${of((p) => p.plain.cpuMs).toFixed(0)} | ${of((p) => p.exposed.cpuMs).toFixed(0)} | ${ratio.toFixed(2)} | ${speed.toFixed(0)} |`,
    );
  }
  await plain.release();
  await model.release();
  return rows;
}

/** Opens in a process of its own and reports time, memory before and highest memory. */
const OPEN = `
import { openModel } from "#pipeline/onnx/open-model.ts";
const before = process.memoryUsage().rss;
const start = performance.now();
const model = await openModel(process.argv.at(-1));
const ms = performance.now() - start;
console.log(JSON.stringify({ ms, beforeMb: before / 1e6, peakMb: process.resourceUsage().maxRSS / 1e3, nBlocks: model.blocks.length }));
`;

interface Opening {
  readonly ms: number;
  readonly beforeMb: number;
  readonly peakMb: number;
  readonly nBlocks: number;
}

function open(path: string): Opening {
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", OPEN, path], {
    encoding: "utf8",
  });
  return JSON.parse(output) as Opening;
}

async function run(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "headland-bench-"));
  try {
    const [base, large] = [join(folder, "base.onnx"), join(folder, "large.onnx")];
    writeLargeModel(base, bertGraph(BERT_BASE));
    writeLargeModel(large, bertGraph(BERT_650));
    const openings = Array.from({ length: OPENINGS }, () => open(large));
    const of = (key: keyof Opening): string => median(openings.map((opening) => opening[key])).toFixed(0);
    const rows = [...(await compare(base, 1)), ...(await compare(base, 2))];
    return [
      `A random model with the shape of BERT-base (12 layers, 12 heads, ${(statSync(base).size / 1e6).toFixed(0)} MB). The plain forward pass and the exposed pass, which`,
      `also outputs the queries, keys and weights of all heads, alternate in one process; medians of ${ROUNDS} rounds. The exposed pass`,
      "omits the last layer's output, because no head depends on it.",
      "",
      "| threads | batch × tokens | plain, CPU ms | exposed, CPU ms | ratio of CPU time | exposed, tokens/s |",
      "| --- | --- | --- | --- | --- | --- |",
      ...rows,
      "",
      `Opening a file of ${(statSync(large).size / 1e6).toFixed(0)} MB (find all attention, derive the small model, check the places of the weights; ${openings[0]?.nBlocks ?? 0} layers`,
      `found) takes ${of("ms")} ms, the median of ${OPENINGS} fresh processes, and at most ${of("peakMb")} MB of resident memory, of which Node itself takes ${of("beforeMb")} MB.`,
    ].join("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export default {
  title: "Extraction: queries, keys and weights beside a plain forward pass",
  run,
} satisfies Bench;
