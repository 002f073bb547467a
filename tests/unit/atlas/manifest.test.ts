import { describe, expect, it } from "vitest";
import { findHead, headsOf, readManifest, sheetCell, type Manifest } from "#atlas/manifest.ts";
import { formatHead } from "#atlas/head-id.ts";

const towers = [
  { name: "encoder", heads: [2, 1] },
  { name: "decoder", heads: [2] },
];
const manifest = { formatVersion: 1, towers } as unknown as Manifest;

describe("headsOf", () => {
  it("lists every head once, tower by tower and layer by layer", () => {
    const names = headsOf(manifest).map(formatHead);
    expect(names).toEqual(["encoder-L0H0", "encoder-L0H1", "encoder-L1H0", "decoder-L0H0", "decoder-L0H1"]);
  });
});

describe("findHead", () => {
  it("knows the heads of the atlas and no others", () => {
    expect(findHead(manifest, "encoder-L1H0")).toEqual({ tower: "encoder", layer: 1, head: 0 });
    for (const name of ["encoder-L1H1", "L0H0", "decoder-L1H0", "nonsense"]) {
      expect(findHead(manifest, name)).toBeUndefined();
    }
  });
});

describe("sheetCell", () => {
  it("puts later towers below earlier ones", () => {
    expect(sheetCell(manifest, { tower: "encoder", layer: 1, head: 0 })).toEqual({ row: 1, column: 0 });
    expect(sheetCell(manifest, { tower: "decoder", layer: 0, head: 1 })).toEqual({ row: 2, column: 1 });
  });
});

describe("readManifest", () => {
  it("says so when the atlas is newer than the page", () => {
    expect(() => readManifest({ formatVersion: 2 })).toThrow("Rebuild the site with a newer Headland");
  });

  it("says so when the file is something else", () => {
    expect(() => readManifest({ hello: 1 })).toThrow("not a Headland manifest");
    expect(() => readManifest(null)).toThrow("not a Headland manifest");
  });
});
