import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import {
  linkColor,
  sheetColor,
  sheetImage,
  sheetPictures,
  sheetProjection,
} from "#viewer/matrix/sheet-choice.ts";
import { manifestOf, TEXT } from "../../../helpers/tiny-tables.ts";

function withSheet(sheet: Partial<Manifest["sheet"]>): Manifest {
  return {
    ...manifestOf(TEXT),
    methods: ["umap", "pca"],
    dims: [2, 3],
    sheet: { cellPx: 160, columns: 12, rows: 12, colors: ["role", "position"], ...sheet },
  };
}
const UMAP = { method: "umap", dim: 2 } as const;

describe("sheetPictures", () => {
  it("has half a sheet of roles for simple screens, and one sheet of any other color", () => {
    const roles = sheetPictures("/", withSheet({}), UMAP, "role");
    expect([roles.plain, roles.sharp]).toEqual([
      expect.stringMatching(/sheet-umap2\.half\.webp$/),
      expect.stringMatching(/sheet-umap2\.webp$/),
    ]);
    const positions = sheetPictures("/", withSheet({}), UMAP, "position");
    expect(positions.plain).toBe(positions.sharp);
    expect(sheetImage(positions)).toMatch(/^url\(".*sheet-umap2-position\.webp"\)$/);
  });

  it("has half a sheet of each head in its own color, too, where the atlas was drawn in it", () => {
    const own = withSheet({ colors: ["role", "auto", "position"] });
    expect(sheetColor(own, { color: "auto" })).toBe("auto");
    expect(sheetPictures("/", own, UMAP, "auto").plain).toMatch(/sheet-umap2-auto\.half\.webp$/);
    expect(sheetColor(withSheet({}), { color: "auto" })).toBe("role");
  });

  it("never takes half of cells that are small already, nor what an older atlas lacks", () => {
    const large = sheetPictures("/", withSheet({ cellPx: 64, columns: 64, rows: 48 }), UMAP, "role");
    expect(large.plain).toBe(large.sharp);
    const { colors, ...older } = withSheet({}).sheet;
    const old = sheetPictures("/", { ...withSheet({}), sheet: older }, UMAP, "role");
    expect(colors).toHaveLength(2);
    expect(old.plain).toBe(old.sharp);
  });
});

describe("linkColor", () => {
  it("opens each head in its own color where none was chosen, else in that of the thumbnails", () => {
    expect(linkColor({ color: "auto" }, "role")).toBe("auto");
    expect(linkColor({ color: "norm" }, "role")).toBe("role");
    expect(linkColor({ color: "position" }, "position")).toBe("position");
  });
});

describe("what a view asks for", () => {
  it("falls back to what there is", () => {
    expect(sheetColor(withSheet({}), { color: "norm" })).toBe("role");
    expect(sheetColor(withSheet({}), { color: "position" })).toBe("position");
    expect(sheetColor(withSheet({}), { color: "auto" })).toBe("role");
    expect(sheetProjection(withSheet({}), { method: "tsne" })).toEqual(UMAP);
    expect(sheetProjection(withSheet({}), { method: "pca" })).toEqual({ method: "pca", dim: 2 });
  });
});
