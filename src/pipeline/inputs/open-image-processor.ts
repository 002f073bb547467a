/** Turns picture files into the model's input, as its preprocessor_config.json says, and back into what can be looked at. */
import sharp, { type OutputInfo } from "sharp";
import type { ModelConfig } from "#atlas/config.schema.ts";
import { companionPath, parseObject, readCompanion } from "../config/companions.ts";
import { describeProblem, ModelError } from "../errors.ts";
import type { Pixels } from "./encoded-dataset.ts";
import { openPicture } from "./open-picture.ts";

export interface ImageProcessor {
  /** Reads a file, upright, without its transparency; float32 [channels, height, width]. */
  (path: string): Promise<Pixels>;
  /** RGBA of the part of a picture that the model sees, at this size in pixels. */
  picture(path: string, width: number, height: number): Promise<Uint8Array>;
}

interface ImageConfig {
  readonly size?: unknown;
  readonly crop_size?: unknown;
  /** Models of sound have one. */
  readonly sampling_rate?: unknown;
  readonly image_processor_type?: string;
  readonly feature_extractor_type?: string;
  readonly do_normalize?: boolean;
  readonly image_mean?: readonly number[] | number;
  readonly image_std?: readonly number[] | number;
}

/**
 * @param image What the author says in place of preprocessor_config.json.
 * @throws {ModelError} if nothing says how the model sees pictures.
 */
export async function openImageProcessor(
  modelFolder: string,
  image?: ModelConfig["inputs"]["image"],
): Promise<ImageProcessor> {
  const config = image ? configFrom(image) : namedSize(await readConfig(modelFolder));
  if (config.sampling_rate !== undefined) throw takesSound(modelFolder);
  const transformers = await import("@huggingface/transformers");
  const name = (config.image_processor_type ?? config.feature_extractor_type ?? "").replace(/Fast$/, "");
  const known = (transformers as Readonly<Record<string, unknown>>)[name];
  const Processor = (known ?? transformers.ImageProcessor) as typeof transformers.ImageProcessor;
  const prepare = async (path: string, settings: ImageConfig): Promise<Pixels> => {
    const processor = new Processor(settings as ConstructorParameters<typeof Processor>[0]);
    const { data, info } = await readPixels(path);
    const raw = new transformers.RawImage(new Uint8ClampedArray(data), info.width, info.height, 3);
    const output = (await processor(raw)) as { pixel_values: { data: Float32Array; dims: number[] } };
    return { data: output.pixel_values.data, dims: output.pixel_values.dims.slice(1) };
  };
  const picture = async (path: string, width: number, height: number): Promise<Uint8Array> => {
    const seen = await prepare(path, config);
    const [, seenHeight = 1, seenWidth = 1] = seen.dims;
    const factor = Math.ceil(Math.max(height / seenHeight, width / seenWidth));
    if (factor === 1) return scale(seen, config, width, height);
    // The page shows more than the model sees: the same part of the file, with the file's own detail.
    const fine = await prepare(path, enlarged(config, factor));
    const isSamePart = fine.dims[1] === seenHeight * factor && fine.dims[2] === seenWidth * factor;
    return scale(isSamePart ? fine : seen, config, width, height);
  };
  return Object.assign((path: string) => prepare(path, config), { picture });
}

/** Three channels of 8 bits, whatever the file holds: gray, 16 bits, CMYK, transparency, a turned camera. */
async function readPixels(path: string): Promise<{ data: Buffer; info: OutputInfo }> {
  return (await openPicture(path))
    .rotate()
    .toColorspace("srgb")
    .removeAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
}

async function scale(
  { data, dims }: Pixels,
  config: ImageConfig,
  width: number,
  height: number,
): Promise<Uint8Array> {
  const [nChannels = 3, fromHeight = 0, fromWidth = 0] = dims;
  const nPixels = fromHeight * fromWidth;
  const rgb = new Uint8ClampedArray(nPixels * 3);
  for (let channel = 0; channel < 3; channel++) {
    const source = channel % nChannels;
    const [mean, std] = normalization(config, source);
    for (let i = 0; i < nPixels; i++) rgb[3 * i + channel] = (data[source * nPixels + i]! * std + mean) * 255;
  }
  return sharp(rgb, { raw: { width: fromWidth, height: fromHeight, channels: 3 } })
    .resize({ width, height, fit: "fill", kernel: "lanczos3" })
    .ensureAlpha()
    .raw()
    .toBuffer();
}

function normalization(config: ImageConfig, channel: number): [mean: number, std: number] {
  const { image_mean: mean, image_std: std } = config;
  if (config.do_normalize === false || mean === undefined || std === undefined) return [0, 1];
  const at = (value: readonly number[] | number): number =>
    typeof value === "number" ? value : (value[channel] ?? 0);
  return [at(mean), at(std)];
}

/**
 * In old files the size is a single number: the side of a square, or the shorter edge of what is cropped then. The
 * library would take it for the longer edge as well, and fill up with gray.
 */
function namedSize(config: ImageConfig): ImageConfig {
  const name = config.image_processor_type ?? config.feature_extractor_type ?? "";
  const { size } = config;
  if (typeof size !== "number") return config;
  if (/^(ViT|DeiT|Beit|Siglip)/.test(name)) return { ...config, size: { height: size, width: size } };
  if (/^(CLIP|ChineseCLIP|Bit)/.test(name)) return { ...config, size: { shortest_edge: size } };
  return config;
}

/** The same preparation at a multiple of its size. */
function enlarged(config: ImageConfig, factor: number): ImageConfig {
  const larger = (size: unknown): unknown => {
    if (typeof size === "number") return size * factor;
    if (typeof size !== "object" || size === null) return size;
    return Object.fromEntries(Object.entries(size).map(([side, value]) => [side, larger(value)]));
  };
  return { ...config, size: larger(config.size), crop_size: larger(config.crop_size) };
}

function configFrom({ size, mean, std }: NonNullable<ModelConfig["inputs"]["image"]>): ImageConfig {
  const [height, width] = typeof size === "number" ? [size, size] : size;
  const config = {
    image_processor_type: "ViTImageProcessor",
    do_resize: true,
    size: { height, width },
    resample: 2,
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: mean,
    image_std: std,
  };
  return config;
}

async function readConfig(modelFolder: string): Promise<ImageConfig> {
  const text = await readCompanion(modelFolder, "preprocessor_config.json");
  const json = text === undefined ? undefined : parseObject(text);
  if (json !== undefined) return json;
  throw new ModelError(
    describeProblem({
      what: "the model says nothing about its pictures",
      where: companionPath(modelFolder, "preprocessor_config.json"),
      expected: "preprocessor_config.json beside the model, or inputs.image in its YAML",
      received: text === undefined ? "no file" : JSON.stringify(text.slice(0, 40)),
      cure: "Copy it from where the model came from.",
    }),
  );
}

function takesSound(modelFolder: string): ModelError {
  return new ModelError(
    describeProblem({
      what: "the model takes sound",
      where: modelFolder,
      expected: "a dataset of kind audio",
      received: "pictures",
    }),
  );
}
