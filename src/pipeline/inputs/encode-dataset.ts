/** Stage 3: a dataset's files → what a model takes, whichever kind they are; and their digest. */
import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { digestFiles } from "../config/digest-files.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import type { ResolvedModel } from "../config/resolve-model.ts";
import type { AttentionModel } from "../onnx/open-model.ts";
import { encodeAudio, openAudioProcessor } from "./encode-audio.ts";
import { encodeImages } from "./encode-images.ts";
import { encodeTexts } from "./encode-texts.ts";
import type { EncodedDataset, EncodedSequence, PatchGrid, Pixels } from "./encoded-dataset.ts";
import { makeFeeds } from "./make-feeds.ts";
import { openImageProcessor, type ImageProcessor } from "./open-image-processor.ts";
import { gridOf, readPatchSize, toSize } from "./patch-grid.ts";
import { readImages, type ImageFile } from "./read-images.ts";
import { readRecordings } from "./read-recordings.ts";
import { readTexts } from "./read-texts.ts";

/** sha-256 over the dataset's files. @throws as `readTexts` and `readImages` if there is nothing to read. */
export async function digestDataset(atlas: AtlasConfig): Promise<string> {
  const { dataset, datasetSource } = atlas;
  const where = `${atlas.datasetFile}, source`;
  if (dataset.kind === "text") {
    await readTexts(datasetSource, where);
    return digestFiles(dirname(datasetSource), [basename(datasetSource)]);
  }
  if (dataset.kind === "audio") await readRecordings(datasetSource, where);
  else await readImages(datasetSource, where);
  const entries = await readdir(datasetSource, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  return digestFiles(datasetSource, files.sort());
}

/** @throws {ModelError} if the model takes another kind of input, or does not say how it sees it. */
export async function encodeDataset(
  atlas: AtlasConfig,
  resolved: ResolvedModel,
  model: AttentionModel,
): Promise<EncodedDataset> {
  const { dataset, datasetSource } = atlas;
  const { inputs, special } = atlas.model;
  const { limit } = dataset;
  const { seed } = dataset.projection;
  const where = `${atlas.datasetFile}, source`;
  if (dataset.kind === "text") {
    return encodeTexts(await readTexts(datasetSource, where), {
      limit,
      seed,
      special,
      tokenizerFolder: resolved.tokenizerFolder,
      modelFolder: resolved.folder,
      ...(inputs.maxLength === undefined ? {} : { maxLength: inputs.maxLength }),
    });
  }
  if (dataset.kind === "audio") {
    const recordings = await readRecordings(datasetSource, where);
    const sound = await openAudioProcessor(resolved.folder);
    const tokensPerInput = await probeLength(await sound.features(recordings[0]!.path), model);
    return encodeAudio(recordings, sound, { limit, seed, tokensPerInput });
  }
  const images = await readImages(datasetSource, where);
  const processor = await openImageProcessor(resolved.folder, inputs.image);
  const grid = await probeGrid(images[0]!, processor, atlas, resolved, model);
  return encodeImages(images, processor, { limit, seed, grid });
}

async function probeGrid(
  image: ImageFile,
  processor: ImageProcessor,
  atlas: AtlasConfig,
  resolved: ResolvedModel,
  model: AttentionModel,
): Promise<PatchGrid> {
  const pixels = await processor(image.path);
  const [, height = 0, width = 0] = pixels.dims;
  const patch = toSize(atlas.model.inputs.patch) ?? (await readPatchSize(resolved.folder));
  return gridOf(await probeLength(pixels, model), [height, width], patch);
}

/** How many tokens a picture or a recording has is the model's own affair: its attention on one of them tells. */
async function probeLength(pixels: Pixels, model: AttentionModel): Promise<number> {
  const probe: EncodedSequence = {
    ids: [],
    typeIds: [],
    tokens: [],
    isSpecial: [],
    labels: {},
    tokenLabels: {},
    pixels: () => Promise.resolve(pixels),
  };
  const [first] = await model.run(await makeFeeds(model.inputs, [probe], model.path), 1);
  return first?.weights.dims[2] ?? 0;
}
