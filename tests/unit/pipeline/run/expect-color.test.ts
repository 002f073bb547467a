import { describe, expect, it } from "vitest";
import type { AtlasConfig } from "#pipeline/config/load-content.ts";
import type { EncodedDataset } from "#pipeline/inputs/encoded-dataset.ts";
import type { Streams } from "#pipeline/inputs/model-input.ts";
import { expectColor } from "#pipeline/run/expect-enough.ts";

function streams(grid: EncodedDataset["grid"]): Streams {
  const sequence = {
    tokens: ["[CLS]", "a", "b"],
    isSpecial: [true, false, false],
    ids: [0, 1, 2],
    labels: new Map([["kind", "story"]]),
    tokenLabels: new Map(),
  };
  const dataset = { grid, nTokens: 3, sequences: [sequence], starts: Uint32Array.of(0, 3) };
  return new Map([["main", dataset]]) as unknown as Streams;
}
const TEXT = streams(null);
const PICTURES = streams({ rows: 1, columns: 2, nSpecial: 1, cellPx: 4 });
const check = (color: string | undefined, of: Streams): void =>
  expectColor({ datasetFile: "content/datasets/d.yaml", dataset: { color } } as unknown as AtlasConfig, of);

describe("the color that an author chooses for all heads", () => {
  it("is a color mode of the atlas, one of its labels among them", () => {
    for (const color of [undefined, "role", "position", "special", "kind"]) check(color, TEXT);
    for (const color of ["row", "patch", "kind"]) check(color, PICTURES);
  });

  it("is refused before the model runs if the atlas has no such mode, with those that it has", () => {
    expect(() => check("row", TEXT)).toThrow(/no such color mode/);
    expect(() => check("row", TEXT)).toThrow(/content\/datasets\/d.yaml, color/);
    expect(() => check("row", TEXT)).toThrow(/one of role, attention, .*position.*, kind/);
    expect(() => check("position", PICTURES)).toThrow(/one of role, .*row, column/);
  });
});
