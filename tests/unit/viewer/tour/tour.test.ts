import { describe, expect, it } from "vitest";
import { stepAt, type Tour } from "#viewer/tour/tour.ts";

const step = { atlas: "gpt/x", head: "L0H0", query: "?g=sink-1", text: "", question: "", answer: "" };
const tours: Tour[] = [{ slug: "sink", title: "", about: "", steps: [step] }];

describe("stepAt", () => {
  it("finds a step by its number from 1, and none that the site does not have", () => {
    expect(stepAt(tours, { tour: "sink", step: 1 })?.step).toBe(step);
    expect(stepAt(tours, { tour: "sink", step: 2 })).toBeUndefined();
    expect(stepAt(tours, { tour: "row", step: 1 })).toBeUndefined();
  });
});
