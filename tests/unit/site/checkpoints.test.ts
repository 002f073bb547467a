import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import { seriesOf, allSeries, outsideSeries, stageName } from "../../../src/site/checkpoints.ts";

function atlas(slug: string, dataset: string, step?: number): Manifest {
  const checkpoint = step === undefined ? {} : { checkpoint: { of: "gpt", step } };
  return { model: { slug, ...checkpoint }, dataset: { slug: dataset } } as unknown as Manifest;
}

const [late, early, strange] = [atlas("s20", "a", 20), atlas("s3", "a", 3), atlas("s20", "b", 20)];
const final = atlas("gpt", "a");
const all = [late, strange, early, final, atlas("vit", "c")];

describe("a series of checkpoints", () => {
  it("goes by steps, on the dataset of the model that was made", () => {
    expect(allSeries(all)).toEqual([{ checkpoints: [early, late], final }]);
    expect(seriesOf(all, early)).toEqual([early, late, final]);
    expect(seriesOf(all, final)).toEqual([early, late, final]);
  });

  it("leaves a checkpoint alone whose model is not there on that dataset", () => {
    expect(outsideSeries(all)).toEqual([strange, final, all[4]]);
    expect(seriesOf(all, strange)).toEqual([]);
  });

  it("leaves a checkpoint alone whose heads are others than those of the model", () => {
    const [same, more, wider] = [early, atlas("s5", "a", 5), atlas("s6", "a", 6)];
    const shaped = (of: Manifest, heads: number[], dHead: number): Manifest => ({
      ...of,
      towers: [{ heads }],
      dHead,
    });
    const mixed = [
      shaped(same, [4, 4], 8),
      shaped(more, [4, 4, 4], 8),
      shaped(wider, [4, 4], 16),
      shaped(final, [4, 4], 8),
    ];
    expect(allSeries(mixed)).toEqual([{ checkpoints: [mixed[0]], final: mixed[3] }]);
    expect(outsideSeries(mixed)).toEqual(mixed.slice(1));
  });

  it("names its stages", () => {
    expect([early, final].map(stageName)).toEqual(["step 3", "trained"]);
    expect(stageName(atlas("x", "a", 12500))).toBe("step 12,500");
    const named = { model: { checkpoint: { of: "gpt", step: 2, name: "refs/pr/1" } } } as unknown as Manifest;
    expect(stageName(named)).toBe("refs/pr/1");
  });
});
