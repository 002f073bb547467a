import { expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { readHead } from "../../../src/site/head-reading.ts";
import { overviewWords } from "../../../src/site/overview-words.ts";
import { readNearness } from "../../../src/site/map-reading.ts";

const dataset = { kind: "text", nTokens: 1999, nSequences: 70 };
const text = { dataset } as unknown as Manifest;
const quality = { trustworthiness: 0.99, attentionRecall: 0.84, attentionRecallChance: 0.19 };
const umap = { trustworthiness: 0.9, attentionRecall: 0.26, attentionRecallChance: 0.19 };
const metrics = { entropy: 0.5 };
const numbers = { metrics, quality: { attention2: quality, umap2: umap } } as unknown as HeadNumbers;

it("says of each map of the head how far nearness means attention there", () => {
  const { points, trust } = overviewWords(text, numbers);
  expect(points).toMatch(/^Each of 1,999 tokens appears twice/);
  expect(Object.keys(trust)).toEqual(["attention2", "umap2"]);
  expect(trust["attention2"]?.nearness).toBe(readNearness(numbers.quality["attention2"] ?? expect.fail()));
  expect(trust["attention2"]?.nearness).toMatch(/^A query mostly lies near .*84\s%/);
  expect(trust["umap2"]?.nearness).toMatch(/^Nearness .* says little .*26\s%/);
});

it("has two numbers of each map, each beside what it would be by chance", () => {
  const [trustworthiness, recall] = overviewWords(text, numbers).trust["umap2"]?.numbers ?? [];
  expect(trustworthiness?.title).toBe("Trustworthiness");
  expect(trustworthiness?.value).toBe(0.9);
  // Half, for so many points.
  expect(trustworthiness?.chance).toBeCloseTo(0.5, 1);
  expect(recall).toEqual({ title: "Most attended among 3 nearest", value: 0.26, chance: 0.19 });
});

it("has no chance of what an older atlas does not say it", () => {
  const older = { ...numbers, quality: { umap2: { trustworthiness: 0.9, attentionRecall: 0.26 } } };
  expect(overviewWords(text, older as unknown as HeadNumbers).trust["umap2"]?.numbers[1]?.chance).toBeNull();
});

it("says what the head does in the words of its reading", () => {
  expect(overviewWords(text, numbers).reading).toBe(readHead(text, numbers).text);
  expect(overviewWords(text, undefined).reading).toBe("");
});

it("says nothing of maps of which there are no numbers", () => {
  expect(overviewWords(text, undefined).trust).toEqual({});
});

it("speaks of patches and pictures", () => {
  const pictures = { dataset: { ...dataset, kind: "images", nSequences: 1 } } as unknown as Manifest;
  const { points, next } = overviewWords(pictures, numbers);
  expect(points).toBe(
    "Each of 1,999 patches from 1 picture appears twice: square as a query (what it looks for) and round as a key (what it offers).",
  );
  expect(next).toContain("Hover over a patch");
});
