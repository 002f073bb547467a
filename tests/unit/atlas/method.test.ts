import { describe, expect, it } from "vitest";
import {
  firstProjection,
  flatProjections,
  isKnownMethod,
  isMethodName,
  METHODS,
  methodTitle,
  projectionName,
  projectionsOf,
} from "#atlas/method.ts";

describe("methods", () => {
  it("are offered in one order, by the names that papers use", () => {
    expect(METHODS).toEqual(["attention", "umap", "tsne", "pca"]);
    expect(METHODS.map((method) => methodTitle({}, method))).toEqual(["Attention", "UMAP", "t-SNE", "PCA"]);
  });

  it("have a title in the manifest if they are others, and are called by their name without one", () => {
    const manifest = { titles: { isomap: "Isomap", pca: "Other" } };
    expect(methodTitle(manifest, "isomap")).toBe("Isomap");
    expect(methodTitle(manifest, "pca")).toBe("PCA");
    expect(methodTitle({}, "toString")).toBe("toString");
    expect(["isomap", "pca", "som"].map((method) => isKnownMethod(manifest, method))).toEqual([
      true,
      true,
      false,
    ]);
    expect(["isomap", "t-sne", "../x", "umap2", "-a", ""].filter(isMethodName)).toEqual(["isomap", "t-sne"]);
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
