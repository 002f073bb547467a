import { describe, expect, it } from "vitest";
import {
  atlasOf,
  hasHead,
  headsOf,
  manifestOf,
  nPointsOf,
  readManifest,
  sheetCell,
  type Manifest,
} from "#atlas/files/manifest.ts";
import { formatHead } from "#atlas/head/head-id.ts";

const patches = { rows: 2, columns: 3, nSpecial: 1, cellPx: 8, sheetColumns: 7, sheetRows: 1 };
const reads = { kind: "images", nTokens: 70, labels: ["shape"], dHead: 8, causal: false, patches } as const;
const towers = [
  { name: "encoder", heads: [2, 1], reads },
  { name: "decoder", heads: [2] },
];
const manifest = {
  formatVersion: 1,
  model: { slug: "tiny" },
  dataset: { slug: "pairs", kind: "text", nSequences: 10, nTokens: 30, labels: [] },
  dHead: 4,
  causal: true,
  patches: null,
  towers,
} as unknown as Manifest;

describe("headsOf", () => {
  it("lists every head once, tower by tower and layer by layer", () => {
    const names = headsOf(manifest).map(formatHead);
    expect(names).toEqual(["encoder-L0H0", "encoder-L0H1", "encoder-L1H0", "decoder-L0H0", "decoder-L0H1"]);
  });

  it("names no tower where there is one alone", () => {
    expect(headsOf({ ...manifest, towers: [{ heads: [1, 1] }] })).toStrictEqual([
      { layer: 0, head: 0 },
      { layer: 1, head: 0 },
    ]);
  });
});

describe("hasHead", () => {
  it("knows the heads that are listed, and no others", () => {
    for (const id of headsOf(manifest)) expect(hasHead(manifest, id)).toBe(true);
    for (const other of [
      { tower: "encoder", layer: 1, head: 1 },
      { tower: "decoder", layer: 1, head: 0 },
      { tower: "vision", layer: 0, head: 0 },
      { layer: 0, head: 0 },
    ])
      expect(hasHead(manifest, other)).toBe(false);
  });
});

describe("the manifest of one tower", () => {
  it("says what that tower reads", () => {
    expect(manifestOf(manifest, "encoder")).toMatchObject({
      dHead: 8,
      causal: false,
      patches,
      dataset: { slug: "pairs", kind: "images", nSequences: 10, nTokens: 70, labels: ["shape"] },
    });
    expect(manifestOf(manifest, "encoder").dataset).not.toHaveProperty("dHead");
  });

  it("is the whole one where nothing of the tower's own is told, or there is no such tower", () => {
    for (const tower of ["decoder", "vision", undefined]) expect(manifestOf(manifest, tower)).toBe(manifest);
  });
});

describe("what a manifest tells", () => {
  it("are the points of a head: two per token, unless it counts them", () => {
    expect(nPointsOf(manifest)).toBe(60);
    expect(nPointsOf({ ...manifest, dataset: { ...manifest.dataset, nPoints: 30 } })).toBe(30);
  });

  it("is the atlas it belongs to", () => {
    expect(atlasOf(manifest)).toEqual({ model: "tiny", dataset: "pairs" });
  });
});

describe("sheetCell", () => {
  it("puts later towers below earlier ones", () => {
    expect(sheetCell(manifest, { tower: "encoder", layer: 1, head: 0 })).toEqual({ row: 1, column: 0 });
    expect(sheetCell(manifest, { tower: "decoder", layer: 0, head: 1 })).toEqual({ row: 2, column: 1 });
  });
});

describe("readManifest", () => {
  it("takes a manifest of this version as it is", () => {
    expect(readManifest(manifest)).toBe(manifest);
  });

  it("says so when the atlas is newer than the page", () => {
    expect(() => readManifest({ formatVersion: 2 })).toThrow("Rebuild the site with a newer Headland");
  });

  it("says so when the file is something else", () => {
    expect(() => readManifest({ hello: 1 })).toThrow("not a Headland manifest");
    expect(() => readManifest(null)).toThrow("not a Headland manifest");
  });
});
