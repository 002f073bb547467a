import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  editDistance,
  findHead,
  nearestPages,
  readHeadName,
  type AtlasPages,
} from "../../../../src/site/front/nearest-pages.ts";

const gpt: AtlasPages = {
  folder: "tiny-gpt/stories",
  title: "Tiny GPT on Stories",
  towers: [{ heads: [4, 2] }],
};
const bert: AtlasPages = {
  folder: "tiny-bert/stories",
  title: "Tiny BERT on Stories",
  towers: [{ heads: [4] }],
};
const pair: AtlasPages = {
  folder: "whisper/sounds",
  title: "Whisper on Sounds",
  towers: [
    { name: "encoder", heads: [2] },
    { name: "cross", heads: [1, 3] },
  ],
};
const paths = (path: string): string[] => nearestPages(path, [bert, gpt, pair]).map((page) => page.path);

describe("the pages nearest to an address", () => {
  it("begin with the atlas that has fewest letters changed, and its head", () => {
    expect(paths("tiny-gtp/stories/L0H3/")).toEqual([
      "tiny-gpt/stories/L0H3/",
      "tiny-gpt/stories/",
      "tiny-bert/stories/L0H3/",
      "tiny-bert/stories/",
    ]);
  });

  it("name the nearest head that exists", () => {
    expect(paths("tiny-gpt/stories/L9H9/")[0]).toBe("tiny-gpt/stories/L1H1/");
    expect(paths("tiny-gpt/stories/L0H9/")[0]).toBe("tiny-gpt/stories/L0H3/");
    expect(paths("whisper/sounds/cross-l1h7")[0]).toBe("whisper/sounds/cross-L1H2/");
  });

  it("are found by the model alone, without case", () => {
    expect(paths("Whispr")).toEqual(["whisper/sounds/"]);
    expect(paths("tiny-gpt/")[0]).toBe("tiny-gpt/stories/");
  });

  it("are none where nothing is alike, however hostile the address", () => {
    expect(paths("")).toEqual([]);
    expect(paths("<script>alert(1)</script>")).toEqual([]);
    expect(paths("%E0%A4%A/%")).toEqual([]);
  });

  it("are pages that exist, at most five, whatever is asked", () => {
    const many = Array.from({ length: 6 }, (_, i) => ({ ...gpt, folder: `tiny-gpt-${i}/stories` }));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webPath(), fc.constant("tiny-gpt/stories/L3H9")), (path) => {
        const found = nearestPages(path, [...many, pair]);
        expect(found.length).toBeLessThanOrEqual(5);
        for (const { path: each } of found) {
          const [model, dataset, head = ""] = each.split("/");
          const atlas = [...many, pair].find(({ folder }) => folder === `${model}/${dataset}`);
          expect(atlas).toBeDefined();
          if (head !== "") expect(findHead(readHeadName(head)!, atlas!)).toBeDefined();
        }
      }),
    );
  });
});

it.each([
  ["L3H5", { layer: 3, head: 5 }],
  [" l3 h5 ", { layer: 3, head: 5 }],
  ["3/5", { layer: 3, head: 5 }],
  ["3, 5", { layer: 3, head: 5 }],
  ["Layer 3 / Head 5", { layer: 3, head: 5 }],
  ["encoder-L3H5", { tower: "encoder", layer: 3, head: 5 }],
  ["35", undefined],
  ["L35", undefined],
  ["", undefined],
  ["L3H5<b>", undefined],
])("reads %j as a head", (text, head) => {
  expect(readHeadName(text)).toEqual(head);
});

it("finds a head in the first tower if none is named", () => {
  expect(findHead({ layer: 0, head: 1 }, pair)).toEqual({ tower: "encoder", layer: 0, head: 1 });
  expect(findHead({ layer: 1, head: 2 }, pair)).toBeUndefined();
  expect(findHead({ tower: "cross", layer: 1, head: 2 }, pair)).toEqual({
    tower: "cross",
    layer: 1,
    head: 2,
  });
  expect(findHead({ tower: "decoder", layer: 0, head: 0 }, pair)).toBeUndefined();
  expect(findHead({ layer: 0, head: 4 }, gpt)).toBeUndefined();
});

it.each([
  ["", "", 0],
  ["kitten", "sitting", 3],
  ["gtp", "gpt", 1],
  ["", "abc", 3],
])("counts the changes from %j to %j", (a, b, n) => {
  expect(editDistance(a, b)).toBe(n);
  expect(editDistance(b, a)).toBe(n);
});
