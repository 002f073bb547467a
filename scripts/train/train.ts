/** `npm run train`: makes one of the embedded models anew, from its seed. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { UserError } from "#pipeline/errors.ts";
import { RECIPES } from "./recipes/recipes.ts";
import { runTraining } from "./trainer/run-training.ts";

interface Flags {
  seed?: number;
  steps?: number;
  folder?: string;
}

const program = new Command("npm run train --")
  .description(
    "Trains an embedded model from its seed. A run that is stopped goes on where it was; its state is in .headland/train.",
  )
  .argument("<model>", `one of ${Object.keys(RECIPES).join(", ")}`)
  .option("--seed <n>", "another start and other data", readCount)
  .option("--steps <n>", "fewer or more steps than the recipe's", readCount)
  .option("--folder <path>", "where state, figures and the trained model go")
  .parse();

try {
  const [slug = ""] = program.args;
  const recipe = RECIPES[slug];
  if (!recipe) throw new UserError(`expected one of ${Object.keys(RECIPES).join(", ")}, received "${slug}".`);
  const { seed = recipe.seed, steps = recipe.schedule.steps, folder } = program.opts<Flags>();
  const place = folder ?? join(".headland/train", slug);
  const values = await runTraining(recipe, {
    folder: place,
    seed,
    steps,
    onEntry: ({ step, cpuSeconds, figures }) => {
      const words = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(3)}`);
      console.log(`step ${step} of ${steps}  ${words.join("  ")}  ${Math.round(cpuSeconds)} CPU s`);
    },
  });
  await writeFile(join(place, "model/onnx/model.onnx"), recipe.exportOnnx(values));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError("Expected a whole number from 1 on.");
  return count;
}
