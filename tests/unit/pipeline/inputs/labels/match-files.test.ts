import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchFiles } from "#pipeline/inputs/labels/match-files.ts";

const match = (written: readonly string[], names: readonly string[], folder = "/data/pictures") =>
  matchFiles(written, { folder, names }, { list: "labels.json", where: "pictures/labels.json" });

/** Which entry means each file, where nothing is told. */
const entries = (written: readonly string[], names: readonly string[], folder?: string): unknown => {
  const { entryOf, mistakes, warnings } = match(written, names, folder);
  expect([...mistakes, ...warnings]).toEqual([]);
  return Object.fromEntries(entryOf);
};

describe("matchFiles", () => {
  it("knows a name in every Unicode form, on either side", () => {
    const [one, two] = ["müsli.png", "müsli.png"].map((name, i) => name.normalize(i === 0 ? "NFC" : "NFD"));
    expect(one).not.toBe(two);
    expect(entries([one!], [two!])).toEqual({ [two!]: 0 });
    expect(entries([two!], [one!])).toEqual({ [one!]: 0 });
    // Where a folder holds both, each is the one that is written so.
    expect(entries([two!, one!], [one!, two!])).toEqual({ [one!]: 1, [two!]: 0 });
  });

  it.each([
    "a.png",
    "./a.png",
    ".\\a.png",
    "pictures/a.png",
    "pictures\\a.png",
    "./data/pictures/a.png",
    "/data/pictures/a.png",
    "C:\\Users\\me\\pictures\\a.png",
    "../pictures/./a.png",
    "other/../a.png",
  ])("knows a file by its place: %s", (written) => {
    expect(entries([written], ["a.png", "b.png"])).toEqual({ "a.png": 0 });
  });

  it("takes signs of paths in a name as they are where there is such a file", () => {
    expect(entries(["a\\b.png"], ["a\\b.png", "b.png"])).toEqual({ "a\\b.png": 0 });
  });

  it("takes what names another folder for the file of that name, if nothing else is, and says so", () => {
    const { entryOf, mistakes, warnings } = match(
      ["train/a.png", "train/b.png", "b.png", "train/c.png", "test/c.png"],
      ["a.png", "b.png", "c.png"],
    );
    expect(Object.fromEntries(entryOf)).toEqual({ "a.png": 0, "b.png": 2 });
    expect(mistakes).toEqual([]);
    expect(warnings).toEqual([
      "labels.json names files that are not there; their entries are left out: “train/b.png”, “train/c.png”, “test/c.png”.",
      "labels.json names another folder; its entries are taken for the files of the same names here: “train/a.png”.",
    ]);
  });

  it("knows files in folders by all of their path, whatever stands in front of it", () => {
    const names = ["cat/1.png", "dog/1.png", "dog/2.png"];
    expect(entries(["./dog/1.png", "cat\\1.png", "/data/pictures/dog/2.png"], names)).toEqual({
      "cat/1.png": 1,
      "dog/1.png": 0,
      "dog/2.png": 2,
    });
    const { entryOf, warnings } = match(["1.png", "train/cat/1.png"], names);
    expect(Object.fromEntries(entryOf)).toEqual({ "cat/1.png": 1 });
    expect(warnings).toHaveLength(2);
  });

  it("says what is not there: three names, and how many more", () => {
    const { entryOf, warnings } = match(["A.png", "b", "", "..", "c.png"], ["a.png"]);
    expect(entryOf.size).toBe(0);
    expect(warnings).toEqual([
      "labels.json names files that are not there; their entries are left out: “A.png”, “b”, “”, and 2 more.",
    ]);
  });

  it("tells entries about one file, however they write it", () => {
    expect(match(["a.png", "b.png", "./a.png", "pictures/a.png"], ["a.png", "b.png"]).mistakes).toEqual([
      "pictures/labels.json, a.png: 3 entries are about one file: expected one entry for each file, received entries 1, 3, 4.\n" +
        "  Put all labels of a file into one entry.",
    ]);
  });

  it("gives every file the entry of its own name, whatever names there are", () => {
    const names = fc.uniqueArray(fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }), {
      selector: (name) => name.normalize("NFC"),
    });
    fc.assert(
      fc.property(names, (all) => {
        expect([...match(all.toReversed(), all).entryOf].sort()).toEqual(
          all.map((name, i) => [name, all.length - 1 - i]).sort(),
        );
      }),
    );
  });
});
