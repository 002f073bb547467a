/** Stage 3 for pictures: files → what the model takes, and the patches that are its tokens. */
import type { EncodedSequence, PatchGrid } from "./encoded-dataset.ts";
import { NO_LABEL } from "./label-tokens.ts";
import type { ImageProcessor } from "./open-image-processor.ts";
import { specialNames } from "./patch-grid.ts";
import type { ImageFile } from "./read-images.ts";
import type { PreparedDataset } from "./sample-dataset.ts";

/** Every picture with its patches; none is read before its batch comes. */
export function encodeImages(
  images: readonly ImageFile[],
  processor: ImageProcessor,
  grid: PatchGrid,
): PreparedDataset {
  const sequences = images.map((image) => encodeImage(image, processor, grid));
  return { kind: "images", sequences, tooLong: null, grid };
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
