/** Stage 3: a dataset's files → what a model takes, whichever kind they are; and their digest. */
import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { AtlasConfig } from "../config/load-content.ts";
import { digestFiles } from "../config/resolve-model.ts";
import type { AttentionModel } from "../onnx/open-model.ts";
import { encodeImages, openImageProcessor } from "./encode-images.ts";
import { encodeTexts } from "./encode-texts.ts";
import type { EncodedDataset } from "./encoded-dataset.ts";
import { makeFeeds } from "./make-feeds.ts";
import { readImages } from "./read-images.ts";
import { readTexts } from "./read-texts.ts";

/** sha-256 over the dataset's files. @throws as `readTexts` and `readImages` if there is nothing to read. */
export async function digestDataset(atlas: AtlasConfig): Promise<string> {
  const { dataset, datasetSource } = atlas;
  const where = `${atlas.datasetFile}, source`;
  if (dataset.kind === "text") {
    await readTexts(datasetSource, where);
    return digestFiles(dirname(datasetSource), [basename(datasetSource)]);
  }
  await readImages(datasetSource, where);
  const entries = await readdir(datasetSource, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  return digestFiles(datasetSource, files.sort());
}

export async function encodeDataset(atlas: AtlasConfig, model: AttentionModel): Promise<EncodedDataset> {
  const { dataset, datasetSource, modelFolder } = atlas;
  const { limit } = dataset;
  const { seed } = dataset.projection;
  const where = `${atlas.datasetFile}, source`;
  if (dataset.kind === "text") {
    const texts = await readTexts(datasetSource, where);
    return encodeTexts(modelFolder, texts, { limit, seed, special: atlas.model.special });
  }
  const images = await readImages(datasetSource, where);
  const processor = await openImageProcessor(modelFolder);
  // How many tokens a picture has is the model's own affair: its attention on one picture tells.
  const probe = encodeImages(images.slice(0, 1), processor, { limit, seed, tokensPerImage: 4 });
  const [first] = await model.run(await makeFeeds(model.inputs, probe.sequences, model.path), 1);
  return encodeImages(images, processor, { limit, seed, tokensPerImage: first?.weights.dims[2] ?? 0 });
}
