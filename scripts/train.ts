/** `npm run train`: trains one of the embedded models from its seed, and measures it. */
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { UserError } from "#pipeline/errors.ts";
import { writeDatasets } from "#training/datasets/write-datasets.ts";
import { RECIPES } from "#training/recipes/recipes.ts";
import { exportRun } from "#training/trainer/export-run.ts";
import { runTraining, type LogEntry } from "#training/trainer/run-training.ts";
import { tell } from "./guard.ts";

interface Flags {
  seed?: number;
  steps?: number;
  folder?: string;
  export?: boolean;
  evaluate?: boolean;
}

const DATASETS = "datasets";
const NAMES = [...Object.keys(RECIPES), DATASETS].join(", ");

const program = new Command("npm run train --")
  .description(
    "Trains an embedded model from its seed. A stopped run resumes. State, figures and the trained model are in .headland/train.",
  )
  .argument("<model>", `one of ${NAMES}: content/datasets, from the same generators`)
  .option("--seed <n>", "use another seed for the start and the data", readCount)
  .option("--steps <n>", "fewer or more steps than the recipe's", readCount)
  .option("--folder <path>", "the folder of the run")
  .option("--export", "only write the model of the last saved state, to look at it before the run ends")
  .option("--evaluate", "only measure the model in content/weights, or the one in --folder")
  .option("--verbose", "show the details of errors")
  .parse();

try {
  await main();
} catch (error) {
  tell("npm run train", error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const [slug = ""] = program.args;
  if (slug === DATASETS) return writeDatasets("content");
  const recipe = RECIPES[slug];
  if (!recipe) throw new UserError(`expected one of ${NAMES}, received "${slug}".`);
  const { seed = recipe.seed, steps = recipe.schedule.steps, folder, ...only } = program.opts<Flags>();
  const place = folder ?? join(".headland/train", slug);
  if (only.evaluate) {
    console.log(await recipe.evaluate(folder ? join(folder, "model") : join("content/weights", slug)));
    return;
  }
  if (!only.export) {
    await runTraining(recipe, { folder: place, seed, steps, onEntry: (entry) => printEntry(entry, steps) });
  }
  await exportRun(recipe, place);
}

function printEntry({ step, cpuSeconds, figures }: LogEntry, steps: number): void {
  const words = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  console.log(`step ${step} of ${steps}  ${words.join("  ")}  ${Math.round(cpuSeconds)} CPU s`);
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError("Expected a whole number of at least 1.");
  return count;
}
