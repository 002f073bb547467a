import { describe, expect, it } from "vitest";
import { besideOthers, limitWords, type SharedMeasure } from "../../../../src/site/species/species-words.ts";

const INDUCTION: SharedMeasure = {
  id: "induction",
  title: "Induction",
  members: 0.581,
  others: 0.052,
  chance: 0.031,
};

const atLimits = (...are: boolean[]): Parameters<typeof limitWords>[0] =>
  ({ species: are.map((isAtAllLimits) => ({ isAtAllLimits })) }) as unknown as Parameters<
    typeof limitWords
  >[0];

it("says how many species depend on the limit", () => {
  expect(limitWords(atLimits(true, true))).toBe("With limits of 0.2 and 0.3, the same species are found.");
  expect(limitWords(atLimits(true, false, true))).toBe(
    "With limits of 0.2 and 0.3, 2 of 3 species are found again.",
  );
  expect(limitWords(atLimits())).toBe("");
});

describe("besideOthers", () => {
  it("sets the mean of a species beside all other heads and chance", () => {
    expect(besideOthers(INDUCTION, 14)).toBe(
      "Induction: 0.58 on average, beside 0.05 in all other heads and 0.03 by chance.",
    );
  });

  it("leaves out what is not known", () => {
    expect(besideOthers({ ...INDUCTION, chance: null }, 2)).toBe(
      "Induction: 0.58 on average, beside 0.05 in all other heads.",
    );
    expect(besideOthers({ ...INDUCTION, others: null, chance: null }, 2)).toBe("Induction: 0.58 on average.");
  });

  it("calls the number of a single head no average", () => {
    expect(besideOthers(INDUCTION, 1)).toBe(
      "Induction: 0.58, beside 0.05 in all other heads and 0.03 by chance.",
    );
  });
});
