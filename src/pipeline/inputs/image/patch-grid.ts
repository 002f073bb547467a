/** The grid of a picture's tokens. */
import { counted } from "#atlas/counted.ts";
import { ModelError } from "../../errors.ts";
import type { TokenGrid } from "../../onnx/open-model.ts";
import type { PatchGrid } from "../encoded-dataset.ts";

/** Height and width in pixels, or rows and columns. */
export type Size = readonly [height: number, width: number];

export interface SeenPicture {
  /** Tokens of a picture, as the model's own attention has them. */
  readonly nTokens: number;
  /** Size of the prepared picture. */
  readonly image: Size;
  /** The grid that the graph cuts, if it can be followed. */
  readonly traced?: TokenGrid | undefined;
  /** Size of a patch in config.json. */
  readonly patch?: Size | undefined;
  /** Rows and columns, or the size of a patch, from the author; they take precedence. */
  readonly said?: { readonly grid?: Size | undefined; readonly patch?: Size | undefined };
}

/** Side of a patch on the page, in pixels: large enough to see a picture of few patches, small enough to fit many on one sheet. */
const cellPxOf = (rows: number, columns: number): number => (Math.max(rows, columns) <= 8 ? 32 : 16);
/** CLS, distillation, up to four registers, and two more; used if only the number of tokens is known. */
const MOST_SPECIAL = 8;

/**
 * Rows and columns of patches after a picture's special tokens: 65 tokens of a square picture are CLS + 8 × 8.
 *
 * @throws {ModelError} if the grid is unknown, or the tokens are not a grid; it names the key that sets it.
 */
export function gridOf(picture: SeenPicture): PatchGrid {
  const { traced, patch, said = {} } = picture;
  if (said.grid) return expectGrid(picture, said.grid, `inputs.grid: [${said.grid.join(", ")}]`);
  if (said.patch) {
    const key = `inputs.patch: [${said.patch.join(", ")}]`;
    return expectGrid(picture, cut(picture.image, said.patch), key);
  }
  if (traced) return tracedGrid(picture, traced);
  const found = (patch && fit(picture, cut(picture.image, patch))) ?? byAspect(picture);
  if (found) return found;
  throw new ModelError({
    what: "the grid of a picture's tokens is unknown",
    where: "the model's attention",
    expected: `rows × columns of patches after at most ${MOST_SPECIAL} special tokens, from the graph or the picture's shape`,
    received: shown(picture),
    cure: "Set rows and columns in the model's YAML: inputs.grid: [rows, columns].",
  });
}

/** Height and width of a patch: as stated where that gives this grid, else the picture divided by the grid. */
export function patchPxOf({ image, patch, said = {} }: SeenPicture, { rows, columns }: PatchGrid): Size {
  const stated = [said.patch, patch].find((size) => {
    const [high, wide] = size ? cut(image, size) : [];
    return high === rows && wide === columns;
  });
  return stated ?? [image[0] / rows, image[1] / columns];
}

const cut = (image: Size, patch: Size): Size => [
  Math.floor(image[0] / patch[0]),
  Math.floor(image[1] / patch[1]),
];

/** The remaining tokens are before the patches. */
function fit({ nTokens }: SeenPicture, [rows, columns]: Size): PatchGrid | undefined {
  const nSpecial = nTokens - rows * columns;
  const isFit = rows >= 1 && columns >= 1 && nSpecial >= 0 && nSpecial <= MOST_SPECIAL;
  return isFit ? { rows, columns, nSpecial, cellPx: cellPxOf(rows, columns) } : undefined;
}

function expectGrid(picture: SeenPicture, [rows, columns]: Size, said: string): PatchGrid {
  const grid = fit(picture, [rows, columns]);
  if (grid) return grid;
  throw new ModelError({
    what: "the grid of patches does not match the model",
    where: said,
    expected: `as many patches as the model has tokens, except for at most ${MOST_SPECIAL} special tokens before them`,
    received: `${rows} × ${columns} patches; ${shown(picture)}`,
    cure: "Correct it in the model's YAML, or remove it: Headland may find the grid in the graph.",
  });
}

function tracedGrid(picture: SeenPicture, { rows, columns, before, after, isTurned }: TokenGrid): PatchGrid {
  if (!isTurned && after === 0) return { rows, columns, nSpecial: before, cellPx: cellPxOf(rows, columns) };
  throw new ModelError({
    what: "the tokens of a picture are in an order that cannot be drawn",
    where: "the model's attention",
    expected: "patches row by row, and special tokens before them",
    received: isTurned
      ? `${rows} × ${columns} patches column by column`
      : `${counted(after, "token")} behind ${rows} × ${columns} patches; ${shown(picture)}`,
    cure: "Such models cannot be drawn on a map yet.",
  });
}

/** Assumes square patches: rows and columns are proportional to the height and width of the picture, with or without CLS. */
function byAspect(picture: SeenPicture): PatchGrid | undefined {
  const { nTokens, image } = picture;
  const divisor = greatestDivisor(...image);
  const [high, wide] = [image[0] / divisor, image[1] / divisor];
  const times = Math.floor(Math.sqrt(nTokens / (high * wide)));
  const isSquare = high === 1 && wide === 1;
  if (times < (isSquare ? 2 : 1)) return undefined;
  const grid = fit(picture, [high * times, wide * times]);
  return isSquare || (grid && grid.nSpecial <= 1) ? grid : undefined;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

function shown({ nTokens, image, patch }: SeenPicture): string {
  const patches = patch ? `; config.json says patches of ${patch.join(" × ")}` : "";
  return `${counted(nTokens, "token")} of a picture of ${image.join(" × ")} pixels${patches}`;
}

/** A side, or height and width. */
export function toSize(value: unknown): Size | undefined {
  const [height, width] = Array.isArray(value) ? (value as unknown[]) : [value, value];
  const isSide = (side: unknown): side is number => typeof side === "number" && side >= 1;
  return isSide(height) && isSide(width) ? [height, width] : undefined;
}
