import { describe, expect, it } from "vitest";
import { once, readCount, readHeads, readMethods, readName } from "../../../scripts/read-flags.ts";

function readAll(read: (text: string) => unknown, texts: readonly string[]): unknown[] {
  return texts.map((text) => {
    try {
      return read(text);
    } catch (error) {
      return (error as Error).message;
    }
  });
}

describe("values of flags", () => {
  it("are read as they are meant", () => {
    expect(readAll(readCount, ["1", "12", "007", "512"])).toEqual([1, 12, 7, 512]);
    expect(readAll(readMethods, ["pca", "umap, pca"])).toEqual([["pca"], ["umap", "pca"]]);
    expect(readHeads("L0H1,L2H*").map(({ text }) => text)).toEqual(["L0H1", "L2H*"]);
    expect(readName("stories")).toBe("stories");
  });

  it("are refused where they mean nothing", () => {
    const count = "Expected a whole number from 1 to 512.";
    const counts = ["0", "-1", "1.5", "1e9", "1e2", "0x10", "", " 2", "513", "99999999999999999999", "two"];
    expect(readAll(readCount, counts)).toEqual(counts.map(() => count));
    const methods = "Expected some of attention, umap, tsne, pca, each once, separated by commas.";
    expect(readAll(readMethods, ["", "pca,", "PCA", "pca,pca", "pca umap"])).toEqual(Array(5).fill(methods));
    expect(readAll(readName, ["", " "])).toEqual(Array(2).fill("Expected a name."));
    expect(readAll(readHeads, ["", "L1", "head 3"])[2]).toContain("L3H5 or L4H*");
  });

  it("are given once: a second one would be heeded in place of the first", () => {
    const read = once(readCount);
    expect(read("3")).toBe(3);
    expect(() => read("4", 3)).toThrow("Expected the flag once.");
  });
});
