import { describe, expect, it } from "vitest";
import { addressFromDisk } from "../../../../src/viewer/offline/links.ts";

const ROOT = "file:///home/me/atlas/";
const HERE = `${ROOT}tiny-gpt/stories/L0H0/index.html?method=umap&select=q12`;

describe("a link in an offline copy", () => {
  it("leads to a file, with its query and its place on the page", () => {
    expect(addressFromDisk(`${ROOT}guides/#a`, HERE)).toBe(`${ROOT}guides/index.html#a`);
    expect(addressFromDisk(`${ROOT}guides/index.html`, HERE)).toBe(`${ROOT}guides/index.html`);
  });

  it("takes the view along from head to head, unless it has its own", () => {
    const next = `${ROOT}tiny-gpt/stories/encoder-L1H2/index.html`;
    expect(addressFromDisk(next, HERE)).toBe(`${next}?method=umap&select=q12`);
    expect(addressFromDisk(`${next}?method=pca`, HERE)).toBe(`${next}?method=pca`);
    expect(addressFromDisk(`${ROOT}tiny-gpt/stories/`, HERE)).toBe(`${ROOT}tiny-gpt/stories/index.html`);
    expect(addressFromDisk(next, `${ROOT}index.html?a=b`)).toBe(next);
  });
});
