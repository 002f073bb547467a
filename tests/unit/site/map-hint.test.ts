import { expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { mapHint } from "../../../src/site/map-hint.ts";
import { readNearness } from "../../../src/site/map-reading.ts";

const dataset = { kind: "text", nTokens: 1999, nSequences: 70 };
const text = { dataset } as unknown as Manifest;
const quality = { attentionRecall: 0.84, attentionRecallChance: 0.19 };
const umap = { attentionRecall: 0.26, attentionRecallChance: 0.19 };
const numbers = { quality: { attention2: quality, umap2: umap } } as unknown as HeadNumbers;

it("says of each map of the head how far nearness means attention there", () => {
  const { points, nearness } = mapHint(text, numbers);
  expect(points).toMatch(/^Each of 1,999 tokens appears twice/);
  expect(Object.keys(nearness)).toEqual(["attention2", "umap2"]);
  expect(nearness["attention2"]).toBe(readNearness(numbers.quality["attention2"] ?? expect.fail()));
  expect(nearness["attention2"]).toMatch(/^A query mostly lies near .*84\s%/);
  expect(nearness["umap2"]).toMatch(/^Nearness .* says little .*26\s%/);
});

it("says nothing of nearness where there are no numbers", () => {
  expect(mapHint(text, undefined).nearness).toEqual({});
});

it("speaks of patches and pictures", () => {
  const pictures = { dataset: { ...dataset, kind: "images", nSequences: 1 } } as unknown as Manifest;
  const { points, next } = mapHint(pictures, numbers);
  expect(points).toBe(
    "Each of 1,999 patches from 1 picture appears twice: square as a query (what it looks for) and round as a key (what it offers).",
  );
  expect(next).toContain("Hover over a patch");
});
