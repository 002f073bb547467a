import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/manifest.ts";
import { courseOf, courses, outsideCourses, stageName } from "../../../src/components/course.ts";

function atlas(slug: string, dataset: string, step?: number): Manifest {
  const checkpoint = step === undefined ? {} : { checkpoint: { of: "gpt", step } };
  return { model: { slug, ...checkpoint }, dataset: { slug: dataset } } as unknown as Manifest;
}

const [late, early, strange] = [atlas("s20", "a", 20), atlas("s3", "a", 3), atlas("s20", "b", 20)];
const final = atlas("gpt", "a");
const all = [late, strange, early, final, atlas("vit", "c")];

describe("a course of checkpoints", () => {
  it("goes by steps, on the dataset of the model that was made", () => {
    expect(courses(all)).toEqual([{ checkpoints: [early, late], final }]);
    expect(courseOf(all, early)).toEqual([early, late, final]);
    expect(courseOf(all, final)).toEqual([early, late, final]);
  });

  it("leaves a checkpoint alone whose model is not there on that dataset", () => {
    expect(outsideCourses(all)).toEqual([strange, final, all[4]]);
    expect(courseOf(all, strange)).toEqual([]);
  });

  it("names its stages", () => {
    expect([early, final].map(stageName)).toEqual(["step 3", "trained"]);
    expect(stageName(atlas("x", "a", 12500))).toBe("step 12,500");
  });
});
