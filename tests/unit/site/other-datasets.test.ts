import { expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { readHead } from "../../../src/site/head-reading.ts";
import { onOtherDatasets } from "../../../src/site/other-datasets.ts";
import { head, text } from "../../helpers/read-heads.ts";

function atlas(model: string, dataset: string, digest = "1"): Manifest {
  return {
    ...text,
    model: { slug: model, digest },
    dataset: { ...text.dataset, slug: dataset },
  } as unknown as Manifest;
}
const ID = { layer: 3, head: 1 };
const stories = atlas("gpt", "stories");
const repeats = atlas("gpt", "repeats");
const onStories = head({ first: 0.67 }, {}, "L3H1");
const onRepeats = head({ induction: 0.8 }, {}, "L3H1");
const numbersIn = (manifest: Manifest): ReadonlyMap<string, HeadNumbers> =>
  new Map([["L3H1", manifest.dataset.slug === "repeats" ? onRepeats : onStories]]);

it("says on each page what the other page says", () => {
  const all = [repeats, stories];
  expect(onOtherDatasets(all, stories, ID, numbersIn)).toEqual([
    { manifest: repeats, reading: readHead(text, onRepeats).text },
  ]);
  expect(onOtherDatasets(all, repeats, ID, numbersIn)).toEqual([
    { manifest: stories, reading: readHead(text, onStories).text },
  ]);
});

it("says nothing of other models, of other weights, or of heads without numbers", () => {
  const others = [stories, atlas("bert", "repeats"), atlas("gpt", "repeats", "2")];
  expect(onOtherDatasets(others, stories, ID, numbersIn)).toEqual([]);
  expect(onOtherDatasets([repeats], stories, { layer: 0, head: 0 }, numbersIn)).toEqual([]);
});
