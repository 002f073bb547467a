/**
 * `node tests/fuzz/fuzz-onnx.ts --count 10000 --seed 1`: damaged models and JSON files through everything that reads them,
 * short of onnxruntime. Each must be read or refused in words: no other error, no long wait, no large memory.
 */
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom } from "#math/random.ts";
import { UserError } from "#pipeline/errors.ts";
import { readReference } from "#pipeline/inspect/reference.ts";
import { encodeTexts } from "#pipeline/inputs/encode-texts.ts";
import { configWarnings, readConfig } from "#pipeline/onnx/check-config.ts";
import { openGraph } from "#pipeline/onnx/open-graph.ts";
import { tinyOnnx } from "../helpers/tiny-model.ts";
import { mutate } from "./mutate.ts";

export interface FuzzReport {
  readonly count: number;
  readonly read: number;
  readonly refused: number;
  /** Errors that are none of the reader's mistakes: faults of ours. */
  readonly crashes: readonly string[];
  readonly slowestMs: number;
  readonly peakMb: number;
}

interface Seed {
  readonly name: string;
  readonly kind: "onnx" | "json";
  readonly bytes: Buffer;
}

/** Larger files are mostly weights, which nobody reads here. */
const MAX_SEED_BYTES = 700_000;

function seeds(): Seed[] {
  const models = globSync("../shared/{zoo/*,zoo/_bad/*,models/*}/onnx/*.onnx").sort();
  const texts = globSync("content/weights/*/*.json").sort();
  if (existsSync("../shared/zoo/bert/reference.json")) texts.push("../shared/zoo/bert/reference.json");
  return [
    { name: "tiny", kind: "onnx", bytes: tinyOnnx() },
    ...models.map((name) => ({ name, kind: "onnx" as const, bytes: readFileSync(name) })),
    ...texts.map((name) => ({ name, kind: "json" as const, bytes: readFileSync(name) })),
  ].filter(({ bytes }) => bytes.length > 0 && bytes.length <= MAX_SEED_BYTES) as Seed[];
}

export async function fuzz(count: number, seed: number, now: () => number): Promise<FuzzReport> {
  const random = seededRandom(seed);
  const sources = seeds();
  const folder = mkdtempSync(join(tmpdir(), "headland-fuzz-"));
  const crashes: string[] = [];
  let [read, refused, slowestMs, peakMb] = [0, 0, 0, 0];
  try {
    for (let i = 0; i < count; i++) {
      const source = sources[Math.floor(random() * sources.length)]!;
      const damaged = mutate(source.bytes, source.kind, random);
      const start = now();
      try {
        await (source.kind === "onnx" ? readModel(folder, damaged) : readTexts(folder, source.name, damaged));
        read++;
      } catch (error) {
        if (error instanceof UserError) refused++;
        else
          crashes.push(
            `${i} ${source.name}: ${error instanceof Error ? (error.stack ?? "") : String(error)}`,
          );
      }
      slowestMs = Math.max(slowestMs, now() - start);
      if (i % 50 === 0) peakMb = Math.max(peakMb, process.memoryUsage().rss / 2 ** 20);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { count, read, refused, crashes, slowestMs, peakMb };
}

async function readModel(folder: string, bytes: Buffer): Promise<void> {
  const path = join(folder, "model.onnx");
  writeFileSync(path, bytes);
  await openGraph(path)?.release();
}

async function readTexts(folder: string, name: string, bytes: Buffer): Promise<void> {
  if (name.endsWith("reference.json")) {
    writeFileSync(join(folder, "reference.json"), bytes);
    readReference(join(folder, "reference.json"));
    return;
  }
  const file = basename(name);
  for (const other of ["config.json", "tokenizer.json", "tokenizer_config.json"])
    writeFileSync(join(folder, other), readFileSync(join("content/weights/tiny-bert", other)));
  writeFileSync(join(folder, file), bytes);
  configWarnings(readConfig(folder), [{ heads: [4, 4, 4, 4], keyHeads: [4, 4, 4, 4] }]);
  if (!file.startsWith("tokenizer")) return;
  await encodeTexts([{ text: "the cat sees a bird", labels: new Map() }], {
    limit: { tokensPerSequence: 16, window: "split" },
    special: { bos: "keep" },
    tokenizerFolder: folder,
    modelFolder: folder,
  });
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { count: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
  });
  const report = await fuzz(Number(values.count), Number(values.seed), () => performance.now());
  const { crashes, ...figures } = report;
  console.log(JSON.stringify({ ...figures, crashes: crashes.length }));
  for (const crash of crashes.slice(0, 20)) console.log(crash);
  process.exitCode = crashes.length > 0 ? 1 : 0;
}
