import { expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import { modelGroups } from "../../../../src/site/front/model-groups.ts";

function atlas(slug: string, dataset: string, checkpoint?: { of: string; step: number }): Manifest {
  return {
    model: { slug, ...(checkpoint && { checkpoint }) },
    dataset: { slug: dataset },
  } as unknown as Manifest;
}

const [late, early] = [
  atlas("gpt-20", "a", { of: "gpt", step: 20 }),
  atlas("gpt-3", "a", { of: "gpt", step: 3 }),
];
const [a, b, vit] = [atlas("gpt", "a"), atlas("gpt", "b"), atlas("vit", "c")];

it("has every model once, with its datasets and its checkpoints", () => {
  expect(modelGroups([a, b, late, early, vit])).toEqual([
    { atlases: [a, b], series: [{ checkpoints: [early, late], final: a }] },
    { atlases: [vit], series: [] },
  ]);
});

it("shows a checkpoint as a model of its own where its trained model is missing", () => {
  expect(modelGroups([late, vit])).toEqual([
    { atlases: [late], series: [] },
    { atlases: [vit], series: [] },
  ]);
});

it("has none where nothing is built", () => {
  expect(modelGroups([])).toEqual([]);
});
