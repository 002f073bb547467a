import { describe, expect, it } from "vitest";
import {
  atlasFile,
  atlasFiles,
  atlasFolder,
  headFiles,
  headPath,
  LICENSES,
  matrixPath,
  parseAtlasFolder,
  toursPath,
  tourStepPath,
  withBase,
} from "#atlas/address.ts";

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

describe("addresses of an offline copy", () => {
  const base = "../../../index.html";

  it("are relative, and name the file of a page", () => {
    expect(headPath(base, atlas, { layer: 2, head: 0 })).toBe("../../../tiny-gpt/stories/L2H0/index.html");
    expect(matrixPath("./index.html", atlas)).toBe("./tiny-gpt/stories/index.html");
    expect(toursPath(base)).toBe("../../../guides/tours/index.html");
    const step = { atlas: "tiny-gpt/stories", head: "L2H0", query: "?m=umap" };
    expect(tourStepPath(base, step)).toBe("../../../tiny-gpt/stories/L2H0/index.html?m=umap");
    expect(tourStepPath("/a/", step)).toBe("/a/tiny-gpt/stories/L2H0/?m=umap");
  });

  it("of files are relative, too", () => {
    expect(atlasFile(base, atlas, "tokens.json")).toBe("../../../atlas/tiny-gpt/stories/tokens.json");
  });
});

describe("the folder of an atlas", () => {
  it("names its model and its dataset", () => {
    expect(atlasFolder(atlas)).toBe("tiny-gpt/stories");
    expect(parseAtlasFolder("tiny-gpt/stories")).toEqual(atlas);
  });
});

describe("files of an atlas", () => {
  const umap2 = { method: "umap", dim: 2 } as const;

  it("keep their names, with the tower behind what each tower has of its own", () => {
    expect([atlasFiles.manifest, atlasFiles.heads]).toEqual(["manifest.json", "heads.json"]);
    expect([atlasFiles.files, LICENSES]).toEqual(["files.json", "licenses.txt"]);
    expect([atlasFiles.tokens(), atlasFiles.tokens("vision")]).toEqual(["tokens.json", "tokens-vision.json"]);
    expect([atlasFiles.patches(), atlasFiles.patches("vision")]).toEqual([
      "patches.webp",
      "patches-vision.webp",
    ]);
    expect(atlasFiles.layer("encoder-L0", umap2)).toBe("layers/encoder-L0/umap2.json");
  });

  it("name the color of a sheet, unless it is that of roles", () => {
    expect([atlasFiles.sheet(umap2), atlasFiles.sheet(umap2, "role")]).toEqual([
      "sheet-umap2.webp",
      "sheet-umap2.webp",
    ]);
    expect(atlasFiles.sheet(umap2, "position")).toBe("sheet-umap2-position.webp");
    expect(atlasFiles.smallSheet(umap2)).toBe("sheet-umap2.half.webp");
  });

  it("stand together for each head", () => {
    const head = { tower: "cross", layer: 1, head: 2 };
    expect([headFiles.thumbnail(head, umap2), headFiles.points(head), headFiles.attention(head)]).toEqual(
      ["umap2.webp", "points.json", "attention.json"].map((name) => `heads/cross-L1H2/${name}`),
    );
  });
});
