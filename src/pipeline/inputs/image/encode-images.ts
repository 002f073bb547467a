/** Stage 3 for pictures: files → the model's input, and the patches that are its tokens. */
import { basename, dirname } from "node:path";
import { ConfigError } from "../../errors.ts";
import { untold, type Tell } from "../../guard/step-board.ts";
import type { EncodedSequence, PatchGrid } from "../encoded-dataset.ts";
import type { PreparedDataset } from "../sample-dataset.ts";
import { labelPatches, type LabelGrid } from "./label-patches.ts";
import type { ImageProcessor } from "./open-image-processor.ts";
import type { ImageFile } from "./read-images.ts";

/** The tokens of a picture. */
export interface PictureTokens {
  readonly grid: PatchGrid;
  /** Names of the tokens before the patches. */
  readonly special: readonly string[];
  readonly labelGrid?: LabelGrid;
}

/**
 * Every picture with its patches. A picture is read when its batch runs.
 *
 * @throws {ConfigError} naming every list of labels whose length is not the number of patches.
 */
export function encodeImages(
  images: readonly ImageFile[],
  processor: ImageProcessor,
  { grid, special, labelGrid }: PictureTokens,
  tell: Tell = untold,
): PreparedDataset {
  const { labelsOf, warnings } = labelPatches(images, grid, labelGrid);
  const patches = Array.from(
    { length: grid.rows * grid.columns },
    (_, i) => `row ${Math.floor(i / grid.columns)}, column ${i % grid.columns}`,
  );
  const tokens = [...special, ...patches];
  const isSpecial = tokens.map((_, i) => i < special.length);
  const [width, height] = [grid.columns * grid.cellPx, grid.rows * grid.cellPx];
  const sequences = images.map((image): EncodedSequence => ({
    ids: [],
    typeIds: [],
    tokens,
    isSpecial,
    labels: image.labels,
    tokenLabels: labelsOf(image),
    pixels: () => {
      tell({ of: "dataset", where: image.path, doing: "preparing the picture" });
      return processor(image.path);
    },
    picture: () => {
      tell({ of: "dataset", where: image.path, doing: "making its picture for the page" });
      return processor.picture(image.path, width, height);
    },
  }));
  return { kind: "images", sequences, tooLong: null, grid, warnings: [...processor.warnings, ...warnings] };
}

/** The most pictures that a message names. */
const MOST_SHOWN = 5;

/** @throws {ConfigError} if prepared pictures differ in size, because their patches would form different grids. */
export async function expectOneSize(images: readonly ImageFile[], processor: ImageProcessor): Promise<void> {
  if (processor.hasOneSize) return;
  const bySize = new Map<string, string>();
  for (const { path } of images) {
    const { height, width } = await processor.sizeOf(path);
    const size = `${height} × ${width}`;
    if (!bySize.has(size)) bySize.set(size, basename(path));
  }
  if (bySize.size <= 1) return;
  const shown = [...bySize].slice(0, MOST_SHOWN).map(([size, name]) => `${size} (${name})`);
  const nMore = bySize.size - shown.length;
  throw new ConfigError({
    what: "the prepared pictures have different sizes",
    where: dirname(images[0]?.path ?? ""),
    expected: "one size, so that all pictures have the same grid of patches",
    received: `height × width ${shown.join(", ")}${nMore > 0 ? ` and ${nMore} more` : ""}`,
    cure: "Crop the pictures to one shape, or set a size in the model's YAML, e.g. inputs.image: { size: 224 }.",
  });
}
