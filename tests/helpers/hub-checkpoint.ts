/** Small checkpoints as repositories of the hub have them: config.json, weights, and what describes their input. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readFixture } from "./architecture-fixtures.ts";
import { writeFormulaModel } from "./formula-weights.ts";
import { tempFolder } from "./temp-folder.ts";
import { wordTokenizer } from "./word-tokenizer.ts";

const WORDS = ["[UNK]", "[CLS]", "[SEP]", "the", "cat", "dog", "sees", "a", "bird", "and", "sleeps", "."];
const LINES = ["the cat sees a bird .", "a dog and the cat and the bird .", "the dog sleeps ."];

/** A dataset of texts called `stories`, below content/. */
export const STORIES = {
  "datasets/stories.yaml":
    "name: Stories\nkind: text\nsource: ./stories.jsonl\nprojection: { methods: [pca], dims: [2] }\n",
  "datasets/stories.jsonl": `${Array.from({ length: 6 }, (_, i) => JSON.stringify({ text: LINES[i % 3] })).join("\n")}\n`,
};

/** @param fixture As `readFixture` names it. */
export async function hubCheckpoint(fixture: string): Promise<Record<string, Buffer>> {
  const folder = await tempFolder();
  writeFormulaModel(folder, readFixture(fixture));
  const files: Record<string, Buffer> = {};
  for (const name of await readdir(folder)) files[name] = await readFile(join(folder, name));
  return files;
}

export function textCompanions(): Record<string, Buffer> {
  return {
    "tokenizer.json": Buffer.from(JSON.stringify(wordTokenizer(WORDS))),
    "tokenizer_config.json": Buffer.from('{"model_max_length": 16, "unk_token": "[UNK]"}'),
  };
}

/** @param side Of the pictures, in pixels. */
export function pictureCompanions(side: number): Record<string, Buffer> {
  const processor = {
    image_processor_type: "ViTImageProcessor",
    ...{ do_resize: true, size: { height: side, width: side }, resample: 2 },
    ...{ do_rescale: true, rescale_factor: 1 / 255 },
    ...{ do_normalize: true, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] },
  };
  return { "preprocessor_config.json": Buffer.from(JSON.stringify(processor)) };
}

/** For a model of 20 frames and 5 bands. */
export function soundCompanions(): Record<string, Buffer> {
  const processor = {
    feature_extractor_type: "WhisperFeatureExtractor",
    ...{ feature_size: 5, sampling_rate: 16_000, hop_length: 160, n_fft: 400 },
    ...{ chunk_length: 0.2, nb_max_frames: 20, n_samples: 3200, padding_value: 0 },
  };
  return { "preprocessor_config.json": Buffer.from(JSON.stringify(processor)) };
}
