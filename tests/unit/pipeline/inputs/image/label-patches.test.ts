import { describe, expect, it } from "vitest";
import type { LabelValue } from "#atlas/tokens/token-labels.ts";
import { labelPatches, type LabelGrid } from "#pipeline/inputs/image/label-patches.ts";
import type { ImageFile } from "#pipeline/inputs/image/read-images.ts";

/** Two rows of three patches behind a special token. */
const GRID = { rows: 2, columns: 3, nSpecial: 1, cellPx: 16 };

const image = (path: string, labels: Readonly<Record<string, readonly LabelValue[]>>): ImageFile => ({
  path,
  labels: new Map(),
  patchLabels: new Map(Object.entries(labels)),
});

function label(images: readonly ImageFile[], labelGrid?: LabelGrid): unknown[] {
  const { labelsOf, warnings } = labelPatches(images, GRID, labelGrid);
  expect(warnings).toEqual([]);
  return images.map((one) => Object.fromEntries(labelsOf(one)));
}

describe("labelPatches", () => {
  it("puts a value at every patch and none at special tokens, neither text nor number", () => {
    const images = [
      image("a.png", { cover: [0, 1, 2, 3, 4, null], object: ["x", null, "y", "x", "x", "x"] }),
      image("b.png", {}),
    ];
    const labeled = [
      { cover: [null, 0, 1, 2, 3, 4, null], object: [null, "x", null, "y", "x", "x", "x"] },
      {},
    ];
    expect(label(images)).toEqual(labeled);
    expect(label(images, [2, 3])).toEqual(labeled);
  });

  it("names every list of another length, with its file and its label", () => {
    const images = [
      image("a.png", { cover: [1, 2, 3], object: ["x", "x", "x", "x", "x", "x"] }),
      image("b.png", { cover: [1, 2, 3, 4, 5, 6], object: Array.from({ length: 7 }, () => "x") }),
    ];
    const told = (): unknown => labelPatches(images, GRID, undefined);
    expect(told).toThrow(
      "a.png, cover: the length of the list of labels is not the number of patches: expected 6 values, for 2 × 3 patches, received 3.",
    );
    expect(told).toThrow("b.png, object: the length of the list of labels");
    expect(told).toThrow("expected 6 values, for 2 × 3 patches, received 7.");
    expect(told).not.toThrow("a.png, object");
  });

  it("leaves out, and says so, labels that are made for another grid than the model's", () => {
    const images = [image("a.png", { cover: [1, 2, 3, 4] })];
    const { labelsOf, warnings } = labelPatches(images, GRID, [2, 2]);
    expect(labelsOf(images[0]!).size).toBe(0);
    expect(warnings).toEqual([
      "Labels per patch (cover) are left out: they are made for 2 × 2 patches, and this model sees 2 × 3.",
    ]);
    // As many as the grid they are made for has, whatever the model's own.
    expect(() => labelPatches([image("a.png", { cover: [1, 2, 3, 4, 5, 6] })], GRID, [2, 2])).toThrow(
      "expected 4 values, for 2 × 2 patches, received 6.",
    );
    // As many patches in another order are another grid.
    expect(labelPatches([image("a.png", { cover: [1, 2, 3, 4, 5, 6] })], GRID, [3, 2]).warnings).toHaveLength(
      1,
    );
    expect(labelPatches([image("a.png", {})], GRID, [2, 2]).warnings).toEqual([]);
  });
});
