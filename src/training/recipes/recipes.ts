/** The embedded models by name. */
import type { Recipe } from "./recipe.ts";
import { tinyBert } from "./tiny-bert.ts";
import { tinyGpt } from "./tiny-gpt.ts";
import { tinyVit } from "./tiny-vit.ts";

export const RECIPES: Readonly<Record<string, Recipe>> = {
  "tiny-gpt": tinyGpt,
  "tiny-bert": tinyBert,
  "tiny-vit": tinyVit,
};
