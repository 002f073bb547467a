/** Stage 3 for pictures: files → what the model takes, and the patches that are its tokens. */
import type { DatasetConfig } from "#atlas/config.schema.ts";
import { seedFrom } from "#math/random.ts";
import { startsOf, type EncodedDataset, type EncodedSequence, type PatchGrid } from "./encoded-dataset.ts";
import { NO_LABEL } from "./label-tokens.ts";
import type { ImageProcessor } from "./open-image-processor.ts";
import { specialNames } from "./patch-grid.ts";
import type { ImageFile } from "./read-images.ts";
import { sampleSequences } from "./sample-sequences.ts";

export interface ImageOptions {
  readonly limit: DatasetConfig["limit"];
  readonly seed: number;
  readonly grid: PatchGrid;
}

/** Pictures beyond the limits are left out, by seed. */
export function encodeImages(
  images: readonly ImageFile[],
  processor: ImageProcessor,
  { limit, seed, grid }: ImageOptions,
): EncodedDataset {
  const tokensPerImage = grid.nSpecial + grid.rows * grid.columns;
  const lengths = images.map(() => tokensPerImage);
  const kept = sampleSequences(lengths, limit, seedFrom("sequences", seed));
  const sequences = kept.map((i) => encodeImage(images[i]!, processor, grid));
  const all = { nSequences: images.length, nTokens: images.length * tokensPerImage };
  return {
    kind: "images",
    sequences,
    nTokens: sequences.length * tokensPerImage,
    starts: startsOf(sequences.map(() => tokensPerImage)),
    sampledFrom: sequences.length < images.length ? all : null,
    tooLong: null,
    grid,
  };
}

function encodeImage(image: ImageFile, processor: ImageProcessor, grid: PatchGrid): EncodedSequence {
  const { rows, columns, nSpecial } = grid;
  const nPatches = rows * columns;
  const special = specialNames(nSpecial);
  const patches = Array.from(
    { length: nPatches },
    (_, i) => `row ${Math.floor(i / columns)}, column ${i % columns}`,
  );
  const perPatch = Object.entries(image.patchLabels).filter(([, values]) => values.length === nPatches);
  return {
    ids: [],
    typeIds: [],
    tokens: [...special, ...patches],
    isSpecial: [...special.map(() => true), ...patches.map(() => false)],
    labels: image.labels,
    tokenLabels: Object.fromEntries(
      perPatch.map(([name, values]) => [name, behindSpecial(values, nSpecial)]),
    ),
    pixels: () => processor(image.path),
    picture: () => processor.picture(image.path, columns * grid.cellPx, rows * grid.cellPx),
  };
}

function behindSpecial(
  values: readonly string[] | readonly number[],
  nSpecial: number,
): readonly string[] | readonly number[] {
  const isNumbers = values.every((value) => typeof value === "number");
  if (isNumbers) return [...Array<number>(nSpecial).fill(0), ...values];
  return [...Array<string>(nSpecial).fill(NO_LABEL), ...values.map(String)];
}
