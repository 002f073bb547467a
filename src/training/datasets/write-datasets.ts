/** Writes the datasets of the embedded models to content/datasets again. */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Tokenizer } from "#pipeline/inputs/text/tokens/tokenizers.ts";
import { repeatLines } from "./repeats.ts";
import { sceneFiles } from "./scenes.ts";
import { storyLines } from "./stories.ts";

/** @param contentFolder Contains datasets/, and weights/ with the tokenizers of the text models. */
export async function writeDatasets(contentFolder: string): Promise<void> {
  const datasets = join(contentFolder, "datasets");
  await writeLines(join(datasets, "stories.jsonl"), storyLines());
  await writeLines(join(datasets, "repeats.jsonl"), repeatLines(await knowsAsOneToken(contentFolder)));
  await writeScenes(join(datasets, "scenes"));
}

/** Whether a word is a single token in both text models. */
export async function knowsAsOneToken(contentFolder: string): Promise<(word: string) => boolean> {
  const tokenizers = await Promise.all(
    ["tiny-gpt", "tiny-bert"].map((model) => openTokenizer(join(contentFolder, "weights", model))),
  );
  return (word) =>
    tokenizers.every(
      (tokenizer) => tokenizer.encode(` ${word}`, { add_special_tokens: false }).ids.length === 1,
    );
}

async function writeScenes(folder: string): Promise<void> {
  const part = `${folder}.part`;
  await mkdir(part, { recursive: true });
  for (const { file, bytes } of await sceneFiles()) await writeFile(join(part, file), bytes);
  await rm(folder, { recursive: true, force: true });
  await rename(part, folder);
}

async function writeLines(path: string, lines: readonly string[]): Promise<void> {
  await writeFile(`${path}.part`, `${lines.join("\n")}\n`);
  await rename(`${path}.part`, path);
}

async function openTokenizer(folder: string): Promise<Tokenizer> {
  const read = async (name: string): Promise<object> =>
    JSON.parse(await readFile(join(folder, name), "utf8")) as object;
  return new Tokenizer(await read("tokenizer.json"), await read("tokenizer_config.json"));
}
