/** Writes the current state of a run as ONNX files: the model, and the checkpoints so far. */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "#pipeline/errors.ts";
import { startValues } from "../optimizer/start-values.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { keptFile } from "./run-training.ts";
import { Trainer } from "./trainer.ts";

/** @throws {ConfigError} if the run's folder has no saved state. */
export async function exportRun(recipe: Recipe, folder: string): Promise<void> {
  const values = await savedParameters(recipe, join(folder, "state.bin"));
  await writeFile(join(folder, "model/onnx/model.onnx"), recipe.exportOnnx(values, "float16"));
  const checkpoints = recipe.keptSteps.map(keptFile).filter((file) => existsSync(join(folder, file)));
  if (checkpoints.length === 0) return;
  await mkdir(join(folder, "checkpoints"), { recursive: true });
  for (const file of checkpoints) {
    const early = await savedParameters(recipe, join(folder, file));
    await writeFile(
      join(folder, "checkpoints", file.replace(".bin", ".onnx")),
      recipe.exportOnnx(early, "int8"),
    );
  }
}

async function savedParameters(recipe: Recipe, file: string): Promise<Map<string, Float32Array>> {
  const trainer = new Trainer(
    recipe.parameters,
    startValues(recipe.parameters, recipe.seed),
    recipe.optimizer,
  );
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ConfigError(
      {
        what: "nothing has been trained",
        where: file,
        expected: "the state of a run",
        received: "no file",
        cure: `Run \`npm run train -- ${recipe.slug}\` first.`,
      },
      { cause },
    );
  });
  trainer.load(bytes);
  return trainer.parameters();
}
