import { describe, expect, it } from "vitest";
import { atlasFile, headFiles, headPath, matrixPath, SLUG, withBase } from "#atlas/address.ts";

const atlas = { model: "tiny-gpt", dataset: "stories" };

describe("headPath", () => {
  it("is what a paper cites", () => {
    expect(headPath("/", atlas, { layer: 2, head: 0 })).toBe("/tiny-gpt/stories/L2H0/");
  });

  it("stays below the base, however its slashes are written", () => {
    for (const base of ["/headland", "/headland/", "headland"]) {
      expect(headPath(base, atlas, { layer: 2, head: 0 })).toBe("/headland/tiny-gpt/stories/L2H0/");
    }
  });
});

describe("other addresses", () => {
  it("place pages and data under the base", () => {
    expect(withBase("/", "")).toBe("/");
    expect(matrixPath("/a/b/", atlas)).toBe("/a/b/tiny-gpt/stories/");
    const file = headFiles.coordinates({ layer: 0, head: 1 }, { method: "tsne", dim: 3 });
    expect(atlasFile("/", atlas, file)).toBe("/atlas/tiny-gpt/stories/heads/L0H1/tsne3.json");
  });
});

describe("SLUG", () => {
  it.each(["gpt2", "all-minilm-l6-v2", "qwen2.5-0.5b", "a_b"])("takes %s", (slug) => {
    expect(SLUG.test(slug)).toBe(true);
  });

  it.each(["", "..", "a/b", "A", "-a", "a-", "a..b", "a b"])("refuses %j", (slug) => {
    expect(SLUG.test(slug)).toBe(false);
  });
});
