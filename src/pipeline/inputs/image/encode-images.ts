/** Stage 3 for pictures: files → what the model takes, and the patches that are its tokens. */
import { basename, dirname } from "node:path";
import { ConfigError, describeProblem } from "../../errors.ts";
import { untold, type Tell } from "../../guard/step-board.ts";
import type { EncodedSequence, PatchGrid } from "../encoded-dataset.ts";
import type { PreparedDataset } from "../sample-dataset.ts";
import { labelPatches, type LabelGrid } from "./label-patches.ts";
import type { ImageProcessor } from "./open-image-processor.ts";
import type { ImageFile } from "./read-images.ts";

/** What the tokens of a picture are. */
export interface PictureTokens {
  readonly grid: PatchGrid;
  /** Names of those in front of the patches. */
  readonly special: readonly string[];
  readonly labelGrid?: LabelGrid;
}

/**
 * Every picture with its patches; none is read before its batch comes.
 *
 * @throws {ConfigError} naming every list of labels that has another length than there are patches.
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

/** Pictures shown in a message, of those that differ. */
const MOST_SHOWN = 5;

/** @throws {ConfigError} if pictures come out in different sizes: their patches would lie in different grids. */
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
  throw new ConfigError(
    describeProblem({
      what: "the pictures come out in different sizes",
      where: dirname(images[0]?.path ?? ""),
      expected: "one size, so that the patches of all lie in one grid",
      received: `height × width ${shown.join(", ")}${nMore > 0 ? ` and ${nMore} more` : ""}`,
      cure: "Bring the pictures to one shape, or say in the model's YAML how it sees them, e.g. inputs.image: { size: 224 }.",
    }),
  );
}
