import { describe, expect, it } from "vitest";
import { measuredAt, placeOf, positionName, type Steps } from "#viewer/checkpoints/steps.ts";

const steps: Steps = {
  stages: [
    { slug: "gpt-0", name: "step 0", value: 0.031 },
    { slug: "gpt-5", name: "step 5", value: null },
    { slug: "gpt", name: "trained", value: 0.77 },
  ],
  measure: { title: "Induction", chance: 0.0329 },
};

describe("the words of the slider", () => {
  it("name a stage, or the two between which the points are", () => {
    expect([0, 2, 1.4].map((position) => positionName(steps, position))).toEqual([
      "step 0",
      "trained",
      "between step 5 and trained",
    ]);
  });

  it("say the measure beside chance where it was measured, and nothing where it was not", () => {
    expect([0, 1, 2, 0.5].map((position) => measuredAt(steps, position))).toEqual([
      ["Induction 0.03", "chance 0.03"],
      [],
      ["Induction 0.77", "chance 0.03"],
      [],
    ]);
    expect(measuredAt({ ...steps, measure: { title: "Itself", chance: null } }, 2)).toEqual(["Itself 0.77"]);
  });

  it("find the page's own stage", () => {
    expect([placeOf(steps, "gpt"), placeOf(steps, "bert")]).toEqual([2, -1]);
  });
});
