import { describe, expect, it } from "vitest";
import {
  firstProjection,
  flatProjections,
  METHOD_NAMES,
  METHODS,
  projectionName,
  projectionsOf,
} from "#atlas/method.ts";

describe("methods", () => {
  it("are offered in one order, by the names that papers use", () => {
    expect(METHODS).toEqual(["attention", "umap", "tsne", "pca"]);
    expect(METHOD_NAMES).toEqual({ attention: "Attention", umap: "UMAP", tsne: "t-SNE", pca: "PCA" });
  });

  it("are each drawn in each number of axes", () => {
    const names = projectionsOf({ methods: ["umap", "pca"], dims: [2, 3] }).map(projectionName);
    expect(names).toEqual(["umap2", "umap3", "pca2", "pca3"]);
  });

  it("have flat thumbnails, and others only where no map is flat", () => {
    const names = (dims: readonly (2 | 3)[]): string[] =>
      flatProjections({ methods: ["tsne", "umap"], dims }).map(projectionName);
    expect(names([3, 2])).toEqual(["tsne2", "umap2"]);
    expect(names([3])).toEqual(["tsne3", "umap3"]);
    expect(names([])).toEqual(["tsne2", "umap2"]);
  });

  it("open with the first, flat; with one that is not drawn where none is", () => {
    expect(firstProjection({ methods: ["pca", "umap"], dims: [3, 2] })).toEqual({ method: "pca", dim: 2 });
    expect(firstProjection({ methods: [], dims: [] })).toEqual({ method: "attention", dim: 2 });
  });
});
