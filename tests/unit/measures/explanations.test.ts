/** Every measure has a page, and the page says what a reader needs. */
import { describe, expect, it } from "vitest";
import { CATALOG, FAMILIES, findMeasure } from "#measures/catalog/catalog.ts";
import { EXPLANATIONS } from "#measures/explanations/explanations.ts";
import { explanationOf } from "#measures/explanations/explanations.ts";

describe("explanations of measures", () => {
  it("exist for every row of the catalog, and for no other", () => {
    expect(CATALOG.map(({ id }) => id).filter((id) => !(id in EXPLANATIONS))).toEqual([]);
    expect(Object.keys(EXPLANATIONS).filter((id) => findMeasure(id) === undefined)).toEqual([]);
    expect(() => explanationOf({ id: "beauty" })).toThrow("beauty");
  });

  it("say what it is, how it is counted, what both ends mean, where it misleads, and where it is from", () => {
    for (const [id, { says, formula, counting, high, low, traps, sources }] of Object.entries(EXPLANATIONS)) {
      for (const sentence of [says, high, low, ...counting, ...traps])
        expect(sentence, id).toMatch(/^[A-Z0-9−].+[.?]$/);
      expect(formula.length, id).toBeGreaterThan(5);
      expect(
        [counting, traps, sources].map((all) => all.length > 0),
        id,
      ).toEqual([true, true, true]);
    }
  });

  it("stand behind the rows of families, too: under the row that they are one of", () => {
    for (const id of ["maps.umap2.trustworthiness", "explained.position"])
      expect(EXPLANATIONS[findMeasure(id)?.explainedBy ?? ""], id).toBeDefined();
    expect(FAMILIES.map(({ prefix }) => prefix)).toEqual(expect.arrayContaining(["explained.", "maps."]));
  });
});
