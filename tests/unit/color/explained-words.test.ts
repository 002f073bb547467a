import { expect, it } from "vitest";
import { explainedSentence, percent, shareOf } from "#color/explained-words.ts";

it("Shares are whole percents, beside what chance gives", () => {
  // As a table of two digits rounds it.
  expect(percent(0.985)).toBe("98\u00a0%");
  expect(percent(0.934)).toBe("93\u00a0%");
  expect(explainedSentence({ title: "Position", group: "token" }, 0.005)).toBe(
    "Position explains 1\u00a0% of this map (chance 0).",
  );
  expect(explainedSentence({ title: "Part of speech", group: "label" }, 0.74, "the map")).toBe(
    "The label “part of speech” explains 74\u00a0% of the map (chance 0).",
  );
});

it("A color that was not measured has no share", () => {
  expect(shareOf([{ color: "position", share: 0.5 }], "position")).toBe(0.5);
  expect(shareOf([{ color: "position", share: 0.5 }], "attention")).toBeUndefined();
});
