import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RECIPES } from "../../../src/training/recipes/recipes.ts";

describe.each(Object.values(RECIPES))("the recipe of $slug", (recipe) => {
  it("makes the files that stand beside the weights: its data has not changed since", async () => {
    const { files } = recipe.openData(recipe.seed);
    const folder = join("content/weights", recipe.slug);
    for (const [name, content] of Object.entries(files)) {
      const committed: unknown = JSON.parse(await readFile(join(folder, name), "utf8"));
      expect(JSON.stringify(content) === JSON.stringify(committed), name).toBe(true);
    }
  }, 120_000);

  it("keeps the checkpoints that are embedded", () => {
    const series = join("content/weights", `${recipe.slug}-steps`);
    for (const step of recipe.keptSteps) {
      expect(existsSync(join(series, `step-${String(step).padStart(4, "0")}.onnx`)), `step ${step}`).toBe(
        true,
      );
    }
  });
});
