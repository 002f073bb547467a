import { describe, expect, it } from "vitest";
import {
  headFigures,
  readReference,
  type FigureHead,
  type FigureReference,
} from "../../../src/site/head-figures.ts";

const asked: FigureReference[] = [];
const known = (reference: FigureReference): FigureHead | null => {
  asked.push(reference);
  return reference.atlas === "gpt/x"
    ? {
        path: "/gpt/x/L0H3/?m=umap&c=position",
        title: 'A "model" L0H3 on X',
        color: "position",
        picture: "/atlas/now.webp",
      }
    : null;
};

describe("figures of heads in a guide", () => {
  it("lead to the map that the title of a picture names, and show the picture of the last build", () => {
    const image = `<img src="/old.webp" srcset="/old.webp 2x" alt="Two islands" title="head: gpt/x/L0H3?m=umap&#x26;c=position" width="480">`;
    expect(headFigures(`<p>${image}</p>`, "/", known)).toBe(
      `<p><a class="head-figure" href="/gpt/x/L0H3/?m=umap&amp;c=position" title="A &quot;model&quot; L0H3 on X: open this map" data-base="/" data-atlas="gpt/x" data-head="L0H3" data-query="?m=umap&amp;c=position" data-color="position"><img src="/atlas/now.webp" alt="Two islands" width="480"></a></p>`,
    );
    expect(asked.at(-1)).toEqual({ atlas: "gpt/x", head: "L0H3", query: "?m=umap&c=position" });
  });

  it("stay pictures where the site has no such head, without the words that name it", () => {
    const image = `<img src="/old.webp" alt="Two islands" title="head: bert/x/L0H3">`;
    expect(headFigures(image, "/", known)).toBe(`<img src="/old.webp" alt="Two islands">`);
  });

  it("leave all other pictures as they are", () => {
    const html = `<img src="/a.webp" alt=""><img src="/b.webp" title="A river">`;
    expect(headFigures(html, "/", known)).toBe(html);
  });
});

describe("readReference", () => {
  it("reads the atlas, the head, of a tower too, and the view", () => {
    expect(readReference("head: tiny-gpt/stories/L0H3")).toEqual({
      atlas: "tiny-gpt/stories",
      head: "L0H3",
      query: "",
    });
    expect(readReference("head:t5/x.y/encoder-L1H0/?d=3")).toEqual({
      atlas: "t5/x.y",
      head: "encoder-L1H0",
      query: "?d=3",
    });
  });

  it.each([
    "",
    "A head: of cabbage",
    "head: tiny-gpt/L0H3",
    "head: tiny-gpt/stories",
    "head: a/b/L0H3 and more",
  ])("takes %j for the title of a picture", (title) => {
    expect(readReference(title)).toBeNull();
  });
});
