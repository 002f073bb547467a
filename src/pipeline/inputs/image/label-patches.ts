/** Lists of labels per patch → a value per token of each picture. */
import type { SourceLabels } from "#atlas/tokens/token-labels.ts";
import { describeProblem, expectNone } from "../../errors.ts";
import type { PatchGrid } from "../encoded-dataset.ts";
import type { ImageFile } from "./read-images.ts";

/** The grid for which the author made the lists; undefined means the model's own patches. */
export type LabelGrid = readonly [rows: number, columns: number] | undefined;

export interface LabeledPatches {
  /** Labels by picture; special tokens before the patches have no value. */
  readonly labelsOf: (image: ImageFile) => SourceLabels;
  readonly warnings: readonly string[];
}

/** @throws {ConfigError} naming every list of a wrong length. */
export function labelPatches(
  images: readonly ImageFile[],
  { rows, columns, nSpecial }: PatchGrid,
  labelGrid: LabelGrid,
): LabeledPatches {
  const [labelRows, labelColumns] = labelGrid ?? [rows, columns];
  expectNone(
    images.flatMap((image) =>
      [...image.patchLabels]
        .filter(([, values]) => values.length !== labelRows * labelColumns)
        .map(([name, values]) => tellLength(image, name, values.length, [labelRows, labelColumns])),
    ),
  );
  const names = new Set(images.flatMap(({ patchLabels }) => [...patchLabels.keys()]));
  if (names.size > 0 && (labelRows !== rows || labelColumns !== columns)) {
    const [made, seen] = [`${labelRows} × ${labelColumns}`, `${rows} × ${columns}`];
    const told = `Labels per patch (${[...names].join(", ")}) are left out: they are made for ${made} patches, and this model sees ${seen}.`;
    return { labelsOf: () => new Map(), warnings: [told] };
  }
  const before = Array.from({ length: nSpecial }, () => null);
  return {
    labelsOf: ({ patchLabels }) =>
      new Map([...patchLabels].map(([name, values]) => [name, [...before, ...values]])),
    warnings: [],
  };
}

function tellLength(
  { path }: ImageFile,
  label: string,
  received: number,
  [rows, columns]: readonly [number, number],
): string {
  return describeProblem({
    what: "the length of the list of labels is not the number of patches",
    where: `${path}, ${label}`,
    expected: `${rows * columns} values, for ${rows} × ${columns} patches`,
    received: `${received}`,
    cure: "A list has a value per patch, row by row, null for none. Where it is made for another grid, say so in the dataset's YAML: labelGrid: [rows, columns]",
  });
}
