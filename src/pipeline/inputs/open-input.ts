/** Stages 2 and 3 together: opens a model for what a dataset can show of it, and makes of the dataset what it reads. */
import type { Digests } from "../cache/digest-index.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { orReadWeights } from "../config/model-entry.ts";
import type { ResolvedModel } from "../config/resolve-model.ts";
import { untold, type Tell } from "../guard/step-board.ts";
import { fixedLength } from "../onnx/feeds/feed-shapes.ts";
import { openModel, type AttentionModel, type OnnxInput, type TokenGrid } from "../onnx/open-model.ts";
import { expectPatterns } from "../onnx/run/expect-patterns.ts";
import { encodeAudio } from "./audio/encode-audio.ts";
import { openAudioProcessor } from "./audio/open-audio-processor.ts";
import type { EncodedSequence, Pixels } from "./encoded-dataset.ts";
import { makeFeeds } from "./feeds/make-feeds.ts";
import { encodeImages, expectOneSize } from "./image/encode-images.ts";
import { openImageProcessor } from "./image/open-image-processor.ts";
import { gridOf, patchPxOf, toSize } from "./image/patch-grid.ts";
import { readVisionConfig, specialNames } from "./image/vision-config.ts";
import type { Streams } from "./model-input.ts";
import { BESIDE, planTowers, type TowerPlan } from "./plan-towers.ts";
import { readItems, textsBeside, withoutLabel, type DatasetItems } from "./read-items.ts";
import { sampleDataset, samplePair, type PreparedDataset } from "./sample-dataset.ts";
import { encodeTexts, type TextOptions } from "./text/encode-texts.ts";
import type { TextSequence } from "./text/read-texts.ts";
import { readStartId } from "./text/start-token.ts";

export interface OpenedInput {
  /** With the towers that are shown, and no others; to be released. */
  readonly model: AttentionModel;
  readonly streams: Streams;
}

export interface OpenInputOptions {
  /** Remembers which pictures were decoded before; without it all are. */
  readonly digests?: Pick<Digests, "fact">;
  readonly tell?: Tell;
}

/**
 * @throws {ModelError} if the model takes another kind of input, or does not say how it sees it.
 * @throws {GraphError} if its ONNX files are not understood, but its weights can be read.
 */
export async function openInput(
  atlas: AtlasConfig,
  resolved: ResolvedModel,
  options: OpenInputOptions = {},
): Promise<OpenedInput> {
  const { tell = untold } = options;
  const read = await readItems(atlas, options);
  const beside = textsBeside(read, BESIDE[read.kind]);
  const { names } = atlas.model.inputs;
  tell({ of: "model", where: resolved.modelPaths.join(", "), doing: "opening the model" });
  const files = { folder: resolved.folder, files: resolved.modelPaths };
  const whole = await openModel(files, names ? { names } : {}).catch(orReadWeights(resolved));
  let model = whole;
  try {
    const plan = planTowers(whole, read.kind, { nAll: read.items.length, nMissing: beside.nMissing });
    if (plan.towers) {
      model = whole.select(plan.towers);
      await whole.release();
    }
    return {
      model,
      streams: await readStreams({ atlas, resolved, read, beside: beside.texts, plan, model, tell }),
    };
  } catch (error) {
    await model.release();
    throw error;
  }
}

interface StreamsInput {
  readonly atlas: AtlasConfig;
  readonly resolved: ResolvedModel;
  readonly read: DatasetItems;
  readonly beside: readonly TextSequence[];
  readonly plan: TowerPlan;
  readonly model: AttentionModel;
  readonly tell: Tell;
}

async function readStreams(input: StreamsInput): Promise<Streams> {
  const { atlas, resolved, read, plan } = input;
  const { limit, projection } = atlas.dataset;
  const sampling = { limit, seed: projection.seed, datasetFile: atlas.datasetFile };
  const warnings = [...plan.warnings, ...unusedTokenizer(atlas, plan)];
  const told = (prepared: PreparedDataset): PreparedDataset => ({
    ...prepared,
    warnings: [...read.warnings, ...(prepared.warnings ?? []), ...warnings],
  });
  if (plan.beside === undefined)
    return new Map([[plan.main, sampleDataset(told(await prepare(input, read, limit.window)), sampling)]]);
  const { stream, label } = plan.beside;
  const own = read.kind === "text" ? read.items : [];
  const texts = label === null ? own : input.beside;
  const items = label === null ? read : withoutLabel(read, label);
  // Windows of one would not belong to windows of the other.
  const main = await prepare(input, items, "cut");
  const isDecoder = stream === "decoder";
  const startId = isDecoder ? await readStartId(resolved.folder) : undefined;
  const options = {
    ...textOptions(input, "cut", isDecoder),
    ...(startId === undefined ? {} : { startId }),
  };
  const beside = await encodeTexts(texts, options);
  const all = told({ ...main, warnings: [...(main.warnings ?? []), ...(beside.warnings ?? [])] });
  const [first, second] = samplePair([all, beside], sampling);
  return new Map([
    [plan.main, first],
    [stream, second],
  ]);
}

function unusedTokenizer({ model }: AtlasConfig, plan: TowerPlan): string[] {
  if (model.inputs.targetTokenizer === undefined || plan.beside?.stream === "decoder") return [];
  return ["inputs.targetTokenizer is not used: no decoder reads texts of this dataset."];
}

type Window = TextOptions["limit"]["window"];

async function prepare(input: StreamsInput, read: DatasetItems, window: Window): Promise<PreparedDataset> {
  const { atlas, resolved } = input;
  if (read.kind === "text") return encodeTexts(read.items, textOptions(input, window));
  const { items } = read;
  if (read.kind === "audio") {
    const sound = await openAudioProcessor(resolved.folder);
    const [first] = read.items;
    input.tell({ of: "dataset", where: first?.path ?? "", doing: "preparing the first recording" });
    const { nTokens } = await probe(await sound.features(first?.path ?? ""), input);
    return encodeAudio(read.items, sound, { limit: atlas.dataset.limit, tokensPerInput: nTokens });
  }
  const { image, patch, grid: said } = atlas.model.inputs;
  const pictures = input.model.inputs.find(({ role }) => role === "pixel_values");
  const processor = await openImageProcessor(resolved.folder, image, pictures);
  input.tell({ of: "dataset", where: items[0]?.path ?? "", doing: "preparing the first picture" });
  await expectOneSize(read.items, processor);
  const pixels = await processor(items[0]?.path ?? "");
  const [, height = 0, width = 0] = pixels.dims;
  const config = await readVisionConfig(resolved.folder);
  const seen = {
    ...(await probe(pixels, input)),
    image: [height, width],
    patch: config.patch,
    said: { grid: said, patch: toSize(patch) },
  } as const;
  const found = gridOf(seen);
  const grid = { ...found, patchPx: patchPxOf(seen, found) };
  const special = specialNames(grid.nSpecial, config);
  const tokens = { grid, special, labelGrid: atlas.dataset.labelGrid };
  return encodeImages(read.items, processor, tokens, input.tell);
}

function textOptions(input: StreamsInput, window: Window, isDecoder = false): TextOptions {
  const { atlas, resolved, model, tell } = input;
  const { maxLength } = atlas.model.inputs;
  const fixed = fixedLength(model.inputs, isDecoder);
  return {
    limit: { ...atlas.dataset.limit, window },
    special: atlas.model.special,
    tokenizerFolder: isDecoder ? resolved.targetTokenizerFolder : resolved.tokenizerFolder,
    modelFolder: resolved.folder,
    tell,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(fixed === undefined ? {} : { fixedLength: fixed, isMasked: hasMask(model.inputs, isDecoder) }),
  };
}

function hasMask(inputs: readonly OnnxInput[], isDecoder: boolean): boolean {
  const prefix = isDecoder ? "decoder_" : "";
  return inputs.some(({ role }) => role === `${prefix}attention_mask` || role === `${prefix}padding_mask`);
}

/** How many tokens a picture or a recording has is the model's own affair: its attention on one of them tells. */
async function probe(
  pixels: Pixels,
  { model, plan, tell }: StreamsInput,
): Promise<{ readonly nTokens: number; readonly traced: TokenGrid | undefined }> {
  const sequence: EncodedSequence = {
    ids: [],
    typeIds: [],
    tokens: [],
    isSpecial: [],
    labels: new Map(),
    tokenLabels: new Map(),
    pixels: () => Promise.resolve(pixels),
  };
  // The other tower would ask for texts.
  const own = plan.beside === undefined ? model : model.select([plan.main]);
  try {
    tell({ of: "model", where: own.path, doing: "running the model for the first time" });
    const { feeds, batch } = await makeFeeds(own.inputs, new Map([[plan.main, [sequence]]]), own.path);
    const first = await own.runFirst(feeds, batch);
    expectPatterns(first, batch);
    const nTokens = first.weights.dims[2] ?? 0;
    return { nTokens, traced: await own.tokenGrid(feeds, nTokens) };
  } finally {
    if (own !== model) await own.release();
  }
}
