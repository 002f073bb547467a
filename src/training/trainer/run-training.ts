/** Trains by a recipe, from the start or from the last saved state, and keeps state, figures and checkpoints in a folder. */
import { appendFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "#pipeline/errors.ts";
import { startValues } from "../optimizer/start-values.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { rateAt } from "./schedule.ts";
import { Trainer } from "./trainer.ts";

/** Means over the steps since the last entry. */
export interface LogEntry {
  readonly step: number;
  /** Of this process and all earlier ones. */
  readonly cpuSeconds: number;
  readonly figures: Readonly<Record<string, number>>;
}

export interface TrainingOptions {
  /** The folder for state and figures. */
  readonly folder: string;
  readonly seed: number;
  readonly steps: number;
  readonly onEntry: (entry: LogEntry) => void;
}

const STEPS_PER_ENTRY = 50;
const STEPS_PER_SAVE = 250;

/**
 * @returns The trained parameters by name.
 * @throws {ConfigError} if the run cannot continue because the recipe or the data has changed since it began.
 */
export async function runTraining(
  recipe: Recipe,
  options: TrainingOptions,
): Promise<Map<string, Float32Array>> {
  const { folder, seed, steps, onEntry } = options;
  await mkdir(join(folder, "model/onnx"), { recursive: true });
  const trainer = new Trainer(recipe.parameters, startValues(recipe.parameters, seed), recipe.optimizer);
  const earlier = await resume(trainer, folder);
  const { batchOf, files } = recipe.openData(seed);
  for (const [name, content] of Object.entries(files)) await placeFile(join(folder, "model", name), content);
  for (const [shape, buildLoss] of Object.entries(recipe.shapes)) await trainer.addShape(shape, buildLoss);
  if (trainer.step === 0 && recipe.keptSteps.includes(0)) await keep(trainer, folder);
  let sums: Record<string, number> = {};
  while (trainer.step < steps) {
    const { shape, feeds } = batchOf(trainer.step);
    const figures = await trainer.take(shape, feeds, rateAt(trainer.step, { ...recipe.schedule, steps }));
    for (const [name, value] of Object.entries(figures))
      sums[name] = (sums[name] ?? 0) + value / STEPS_PER_ENTRY;
    if (trainer.step % STEPS_PER_ENTRY === 0) {
      const entry = { step: trainer.step, cpuSeconds: earlier + cpuSeconds(), figures: sums };
      await appendFile(join(folder, "log.jsonl"), `${JSON.stringify(entry)}\n`);
      onEntry(entry);
      sums = {};
    }
    if (recipe.keptSteps.includes(trainer.step)) await keep(trainer, folder);
    if (trainer.step % STEPS_PER_SAVE === 0 || trainer.step === steps) {
      await replace(join(folder, "state.bin"), trainer.save());
    }
  }
  return trainer.parameters();
}

/** Writes a file that belongs beside the weights, or checks that it has not changed since the run began. */
async function placeFile(path: string, content: object): Promise<void> {
  const text = `${JSON.stringify(content)}\n`;
  const known = await readFile(path, "utf8").catch(() => undefined);
  if (known !== undefined && known !== text) {
    throw new ConfigError({
      what: "the run cannot go on",
      where: path,
      expected: "the file that the recipe makes now",
      received: "an older one",
      cure: "Delete the folder of the run to begin again.",
    });
  }
  await replace(path, Buffer.from(text));
}

/** Continues from the state in the folder, if there is one. @returns CPU seconds spent so far. */
async function resume(trainer: Trainer, folder: string): Promise<number> {
  const bytes = await readFile(join(folder, "state.bin")).catch(() => undefined);
  if (!bytes) {
    await rm(join(folder, "log.jsonl"), { force: true });
    return 0;
  }
  trainer.load(bytes);
  const entries = await readLog(folder);
  const known = entries.filter(({ step }) => step <= trainer.step);
  await replace(
    join(folder, "log.jsonl"),
    Buffer.from(known.map((entry) => `${JSON.stringify(entry)}\n`).join("")),
  );
  return known[known.length - 1]?.cpuSeconds ?? 0;
}

export async function readLog(folder: string): Promise<LogEntry[]> {
  const text = await readFile(join(folder, "log.jsonl"), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LogEntry);
}

/** Name of a state that is kept permanently. */
export function keptFile(step: number): string {
  return `step-${String(step).padStart(4, "0")}.bin`;
}

async function keep(trainer: Trainer, folder: string): Promise<void> {
  await replace(join(folder, keptFile(trainer.step)), trainer.save());
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.tmp`, bytes);
  await rename(`${path}.tmp`, path);
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
