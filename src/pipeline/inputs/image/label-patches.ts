/** Lists of labels per patch → a value per token of each picture. */
import type { SourceLabels } from "#atlas/tokens/token-labels.ts";
import { describeProblem, expectNone } from "../../errors.ts";
import type { PatchGrid } from "../encoded-dataset.ts";
import type { ImageFile } from "./read-images.ts";

/** What lists are made for, as the dataset's author says it; undefined: for the patches of the model. */
export type LabelGrid = readonly [rows: number, columns: number] | undefined;

export interface LabeledPatches {
  /** By the picture; special tokens in front have no value. */
  readonly labelsOf: (image: ImageFile) => SourceLabels;
  readonly warnings: readonly string[];
}

/** @throws {ConfigError} naming every list of another length. */
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
    what: "the list of labels has another length than the picture has patches",
    where: `${path}, ${label}`,
    expected: `${rows * columns} values, for ${rows} × ${columns} patches`,
    received: `${received}`,
    cure: "A list has a value per patch, row by row, null for none. Where it is made for another grid, say so in the dataset's YAML: labelGrid: [rows, columns]",
  });
}
