import { expect, it } from "vitest";
import { differingFiles, readFromInput } from "../../helpers/demo-digests.ts";

const kept = { "m/d/manifest.json": "a", "m/d/tokens.json": "b", "m/d/heads/L0H0/pca2.json": "c" };

it("files of other bytes, missing ones and new ones are named", () => {
  expect(differingFiles(kept, kept)).toEqual([]);
  const found = { "m/d/manifest.json": "a", "m/d/tokens.json": "x", "m/d/patches.webp": "d" };
  expect(differingFiles(found, kept)).toEqual([
    "m/d/tokens.json has other bytes",
    "m/d/heads/L0H0/pca2.json is missing",
    "m/d/patches.webp is new",
  ]);
});

it("what is read from the input is told from what the model computes", () => {
  expect(Object.keys(readFromInput({ ...kept, "m/d/patches.webp": "d" }))).toEqual([
    "m/d/tokens.json",
    "m/d/patches.webp",
  ]);
});
