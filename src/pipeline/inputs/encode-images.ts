/** Stage 3 for pictures: files → what the model takes, and the patches that are its tokens. */
import { readFile } from "node:fs/promises";
import { dirname, basename, join } from "node:path";
import sharp from "sharp";
import type { DatasetConfig } from "#atlas/config.schema.ts";
import { seedFrom } from "#math/random.ts";
import { describeProblem, ModelError } from "../errors.ts";
import {
  startsOf,
  type EncodedDataset,
  type EncodedSequence,
  type PatchGrid,
  type Pixels,
} from "./encoded-dataset.ts";
import type { ImageFile } from "./read-images.ts";
import { sampleSequences } from "./sample-sequences.ts";

export interface ImageOptions {
  readonly limit: DatasetConfig["limit"];
  readonly seed: number;
  /** Tokens per picture, as the model's own attention has them. */
  readonly tokensPerImage: number;
}

/** Side of a patch on the page, in pixels: enough to be looked at, small enough for one sheet. */
const CELL_PX = 16;

/** Turns a picture file into the model's input. */
export type ImageProcessor = (path: string) => Promise<Pixels>;

/**
 * @throws {ModelError} if the picture's tokens are no square grid with a few special tokens in front.
 */
export function encodeImages(
  images: readonly ImageFile[],
  processor: ImageProcessor,
  options: ImageOptions,
): EncodedDataset {
  const grid = gridOf(options.tokensPerImage);
  const lengths = images.map(() => options.tokensPerImage);
  const kept = sampleSequences(lengths, options.limit, seedFrom("sequences", options.seed));
  const sequences = kept.map((i) => encodeImage(images[i]!, processor, grid));
  const all = { nSequences: images.length, nTokens: images.length * options.tokensPerImage };
  return {
    kind: "images",
    sequences,
    nTokens: sequences.length * options.tokensPerImage,
    starts: startsOf(sequences.map(() => options.tokensPerImage)),
    sampledFrom: sequences.length < images.length ? all : null,
    grid,
  };
}

/**
 * The model's own image processor, made from its preprocessor_config.json.
 *
 * @throws {ModelError} if there is none.
 */
export async function openImageProcessor(modelFolder: string): Promise<ImageProcessor> {
  const configPath = join(modelFolder, "preprocessor_config.json");
  await readFile(configPath).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw new ModelError(
      describeProblem({
        what: "the model says nothing about its pictures",
        where: configPath,
        expected: "preprocessor_config.json beside the model",
        received: "no file",
        cure: "Copy it from where the model came from.",
      }),
    );
  });
  const { AutoImageProcessor, env, RawImage } = await import("@huggingface/transformers");
  env.allowRemoteModels = false;
  env.localModelPath = dirname(modelFolder);
  const processor = await AutoImageProcessor.from_pretrained(basename(modelFolder));
  return async (path) => {
    const { data, info } = await sharp(path)
      .rotate()
      .removeAlpha()
      .toColorspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    const image = new RawImage(new Uint8ClampedArray(data), info.width, info.height, info.channels);
    const output = (await processor(image)) as { pixel_values: { data: Float32Array; dims: number[] } };
    return { data: output.pixel_values.data, dims: output.pixel_values.dims.slice(1) };
  };
}

/** A square grid behind its special tokens: 65 = CLS + 8 × 8, 198 = CLS + distillation + 14 × 14. */
export function gridOf(tokensPerImage: number): PatchGrid {
  const side = Math.floor(Math.sqrt(tokensPerImage));
  const nSpecial = tokensPerImage - side * side;
  if (side < 2 || nSpecial > 8) {
    throw new ModelError(
      describeProblem({
        what: "the tokens of a picture are no square grid",
        where: "the model's attention",
        expected: "n × n patches behind at most 8 special tokens",
        received: `${tokensPerImage} tokens`,
      }),
    );
  }
  return { rows: side, columns: side, nSpecial, cellPx: CELL_PX };
}

const SPECIAL_NAMES = ["[CLS]", "[DIST]"];

function encodeImage(image: ImageFile, processor: ImageProcessor, grid: PatchGrid): EncodedSequence {
  const { rows, columns, nSpecial } = grid;
  const nPatches = rows * columns;
  const special = Array.from({ length: nSpecial }, (_, i) => SPECIAL_NAMES[i] ?? `[REG${i - 1}]`);
  const patches = Array.from(
    { length: nPatches },
    (_, i) => `row ${Math.floor(i / columns)}, column ${i % columns}`,
  );
  const numbers = Object.entries(image.patchNumbers).filter(([, values]) => values.length === nPatches);
  return {
    ids: [],
    typeIds: [],
    tokens: [...special, ...patches],
    isSpecial: [...special.map(() => true), ...patches.map(() => false)],
    labels: image.labels,
    tokenNumbers: Object.fromEntries(
      numbers.map(([name, values]) => [name, [...special.map(() => 0), ...values]]),
    ),
    pixels: () => processor(image.path),
    picture: async () => {
      const side = { width: columns * grid.cellPx, height: rows * grid.cellPx };
      return sharp(image.path)
        .rotate()
        .resize({ ...side, fit: "fill", kernel: "lanczos3" })
        .ensureAlpha()
        .toColorspace("srgb")
        .raw()
        .toBuffer();
    },
  };
}
