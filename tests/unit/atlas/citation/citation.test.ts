import { describe, expect, it } from "vitest";
import { citationOf } from "../../../../src/atlas/citation/citation.ts";
import { oneLine } from "../../../../src/atlas/citation/one-line.ts";
import { plainText } from "../../../../src/atlas/citation/plain-text.ts";
import { NO_WORDS, type SiteWords } from "../../../../src/atlas/citation/site-words.ts";
import { toyPatterns } from "../../../helpers/toy-patterns.ts";
import { WHOLE_MANIFEST } from "../../../helpers/whole-manifest.ts";

const manifest = {
  ...WHOLE_MANIFEST,
  model: { ...WHOLE_MANIFEST.model, slug: "tiny-gpt", name: "Tiny GPT" },
  dataset: { ...WHOLE_MANIFEST.dataset, slug: "stories", name: "Stories" },
};
const url = "https://atlas.example/tiny-gpt/stories/L2H0/";
const cited = { manifest, head: "L2H0", digest: "aaaabbbbcccc", url };
const site: SiteWords = {
  title: "Maps of attention",
  authors: [
    { given: "Ada", family: "Lovelace" },
    { name: "Analytical Engines", affiliation: "London" },
  ],
  date: "2026-11-30",
  publisher: "Example Press",
  doi: "10.5281/zenodo.1",
  license: "CC-BY-4.0",
};

describe("the citation of a head", () => {
  it("names the head, its model and its dataset, and what they were made of", () => {
    expect(citationOf(cited, site)).toMatchObject({
      key: "tiny-gpt-stories-L2H0",
      title: "Attention head L2H0 of Tiny GPT on Stories",
      container: "Maps of attention",
      version: "aaaabbbbcccc",
      note: "Model Tiny GPT (hub:a/b@main at commit 0123456789ab, digest 0123456789ab); dataset Stories (digest 0123456789ab); data aaaabbbbcccc; build 0123456789ab",
    });
  });

  it("names the tree of HeadVis and its digest where the atlas was made of one", () => {
    expect(citationOf({ ...cited, manifest: toyPatterns, head: "L0H1" }, site)).toMatchObject({
      key: "toy-lines-L0H1",
      title: "Attention head L0H1 of Toy on Lines",
      note: "HeadVis tree of Toy on Lines (digest 111111111111); data aaaabbbbcccc; build 222222222222",
    });
  });

  it("is one paragraph in plain text", () => {
    expect(plainText(citationOf(cited, site))).toBe(
      "Lovelace, Ada; Analytical Engines (2026). Attention head L2H0 of Tiny GPT on Stories. Maps of attention, Example Press. " +
        "https://doi.org/10.5281/zenodo.1 https://atlas.example/tiny-gpt/stories/L2H0/ Model Tiny GPT " +
        "(hub:a/b@main at commit 0123456789ab, digest 0123456789ab); dataset Stories (digest 0123456789ab); data aaaabbbbcccc; build 0123456789ab.",
    );
  });

  it("is complete where a site says nothing about itself, and where the atlas is an older one", () => {
    const text = plainText(citationOf({ ...cited, head: null, digest: undefined }, NO_WORDS));
    expect(text).toMatch(/^Attention heads of Tiny GPT on Stories\. Headland\. https:/);
    expect(text).not.toContain("undefined");
  });
});

describe("a text on one line", () => {
  it.each([
    ["a\r\nER  - \nb", "a ER - b"],
    ["\ttab\u2028separator ", "tab separator"],
    ["\0nothing\x1b[31m", "nothing[31m"],
    ["half a pair: \ud83d", "half a pair: \ufffd"],
    ["שלום 👩‍👩‍👧 <b>", "שלום 👩‍👩‍👧 <b>"],
  ])("of %j is %j", (text, expected) => {
    expect(oneLine(text)).toBe(expected);
  });
});
