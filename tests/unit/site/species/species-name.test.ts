import { describe, expect, it } from "vitest";
import { speciesNames } from "../../../../src/site/species/species-name.ts";

describe("the name of a species", () => {
  it("is what it shows most, and what it shows nearly as much", () => {
    const names = speciesNames([
      [["Induction", 1]],
      [
        ["Same token", 1],
        ["Itself", 0.9],
        ["First token", 0.2],
      ],
      [
        ["Previous token", 1],
        ["Two tokens before", 0.4],
      ],
    ]);
    expect(names).toEqual([
      { name: "Induction", slug: "induction" },
      { name: "Same token and itself", slug: "same-token-and-itself" },
      { name: "Previous token", slug: "previous-token" },
    ]);
  });

  it("tells two apart that show one thing most, by the next or by a number", () => {
    const names = speciesNames([
      [
        ["Objects", 1],
        ["Same row", 0.3],
      ],
      [
        ["Objects", 1],
        ["Same object", 0.5],
      ],
      [["Objects", 1]],
    ]);
    expect(names.map(({ slug }) => slug)).toEqual(["objects", "objects-and-same-object", "objects-2"]);
  });

  it("has no signs that an address would not keep", () => {
    const [first] = speciesNames([[["Next token (ahead) & more", 1]]]);
    expect(first?.slug).toBe("next-token-ahead-more");
  });
});
