/** How the tokens of a picture lie in it. */
import { readCompanionObject } from "../config/companions.ts";
import { describeProblem, ModelError } from "../errors.ts";
import type { PatchGrid } from "./encoded-dataset.ts";

/** Height and width in pixels. */
export type Size = readonly [height: number, width: number];

/** Side of a patch on the page, in pixels: a picture of few patches is to be looked at, too; many must fit on one sheet. */
const cellPxOf = (rows: number, columns: number): number => (Math.max(rows, columns) <= 8 ? 32 : 16);
/** CLS, distillation, up to four registers, and two to spare. */
const MOST_SPECIAL = 8;

/**
 * The grid behind a picture's special tokens: 65 = CLS + 8 × 8, 198 = CLS + distillation + 14 × 14; where the size of
 * patches is known, also 99 = CLS + 14 × 7.
 *
 * @param tokensPerImage As the model's own attention has them.
 * @param image Size of the prepared picture. @param patch Size of a patch, if known.
 * @throws {ModelError} if the tokens are no grid with a few special tokens in front.
 */
export function gridOf(tokensPerImage: number, image?: Size, patch?: Size): PatchGrid {
  if (image && patch) {
    const [rows, columns] = [Math.floor(image[0] / patch[0]), Math.floor(image[1] / patch[1])];
    const nSpecial = tokensPerImage - rows * columns;
    if (rows >= 1 && columns >= 1 && nSpecial >= 0 && nSpecial <= MOST_SPECIAL)
      return { rows, columns, nSpecial, cellPx: cellPxOf(rows, columns) };
  }
  const side = Math.floor(Math.sqrt(tokensPerImage));
  const nSpecial = tokensPerImage - side * side;
  if (side >= 2 && nSpecial <= MOST_SPECIAL)
    return { rows: side, columns: side, nSpecial, cellPx: cellPxOf(side, side) };
  const sizes = image && patch ? `, ${image.join(" × ")} pixels in patches of ${patch.join(" × ")}` : "";
  throw new ModelError(
    describeProblem({
      what: "the tokens of a picture are no grid",
      where: "the model's attention",
      expected: `rows × columns of patches behind at most ${MOST_SPECIAL} special tokens`,
      received: `${tokensPerImage} tokens${sizes}`,
      cure: "If the grid is not square, say the size of its patches: inputs.patch in the model's YAML.",
    }),
  );
}

/** `patch_size` of config.json, that of the vision tower in models with several. */
export async function readPatchSize(modelFolder: string): Promise<Size | undefined> {
  // A model without config.json has a square grid, or its author says otherwise.
  const config = (await readCompanionObject(modelFolder, "config.json")) ?? {};
  const vision = (config["vision_config"] ?? {}) as Readonly<Record<string, unknown>>;
  return toSize(vision["patch_size"] ?? config["patch_size"]);
}

/** A side, or height and width. */
export function toSize(value: unknown): Size | undefined {
  const [height, width] = Array.isArray(value) ? (value as unknown[]) : [value, value];
  const isSide = (side: unknown): side is number => typeof side === "number" && side >= 1;
  return isSide(height) && isSide(width) ? [height, width] : undefined;
}

/** What special tokens in front of patches are called. */
export function specialNames(nSpecial: number): string[] {
  if (nSpecial === 2) return ["[CLS]", "[DIST]"];
  return Array.from({ length: nSpecial }, (_, i) => (i === 0 ? "[CLS]" : `[REG${i}]`));
}
