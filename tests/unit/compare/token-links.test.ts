import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import { tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import { linkTokens, type TokenSide } from "../../../src/compare/token-links.ts";
import { tableOf } from "../../helpers/token-table.ts";

function sideOf(table: TokenTable, digest = "d", patches: Manifest["patches"] = null): TokenSide {
  return { table, patches, dataset: { kind: patches ? "images" : "text", digest } };
}

function words(links: ReturnType<typeof linkTokens>, a: TokenTable, b: TokenTable): string[] {
  return Array.from(
    links.there,
    (other, token) => `${tokenText(a, token).trim()}→${other < 0 ? "" : tokenText(b, other).trim()}`,
  );
}

describe("linkTokens", () => {
  it("knows tokens again that are the same in both atlases", () => {
    const table = tableOf(["<|end|>", "On", " a", " day"], ["The", " end"]);
    const links = linkTokens(
      sideOf(table, "x"),
      sideOf(tableOf(["<|end|>", "On", " a", " day"], ["The", " end"]), "y"),
    );
    expect(links.basis).toBe("tokens");
    expect([...links.there]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(links.pairs).toHaveLength(6);
    expect(links.nShared).toBe(2);
  });

  it("matches tokens of two tokenizers by the letters of the same text", () => {
    const gpt = tableOf(["<|end|>", "The", " dang", "er", "ous", " hill", '?"']);
    const bert = tableOf([" [CLS]", " the", " danger", "ous", " hill", "?", '"', " [SEP]"]);
    const links = linkTokens(sideOf(gpt, "x"), sideOf(bert, "y"));
    expect(links.basis).toBe("text");
    expect(words(links, gpt, bert)).toEqual([
      "<|end|>→",
      "The→the",
      "dang→danger",
      "er→danger",
      "ous→ous",
      "hill→hill",
      // Of two parts with one letter each, the later one.
      '?"→"',
    ]);
    // Back, a word goes to the part that has most of its letters.
    expect(tokenText(gpt, links.back[2]!)).toBe(" dang");
    expect([...links.back.subarray(5)]).toEqual([6, 6, -1]);
    expect(links.pairs.map(([a]) => tokenText(gpt, a))).toEqual(["The", "ous", " hill"]);
  });

  it("finds a text wherever it stands, and says which are not shared", () => {
    const a = tableOf(["One", " two"], ["Red", " blue"], ["One", " two"]);
    const b = tableOf(["red", " blue"], ["one", " two"]);
    const links = linkTokens(sideOf(a, "x"), sideOf(b, "y"));
    expect([...links.there]).toEqual([2, 3, 0, 1, -1, -1]);
    expect(links.nShared).toBe(2);
  });

  it("matches a text of the same dataset as far as both read it, and around an unknown word", () => {
    const whole = tableOf(["the", " old", " lamp", " burns", " low"]);
    const cut = tableOf(["the", " old", " lamp", " burns"]);
    expect([...linkTokens(sideOf(whole), sideOf(cut)).there]).toEqual([0, 1, 2, 3, -1]);
    const unknown = tableOf(["the", " old", " [UNK]", " burns", " low"]);
    expect([...linkTokens(sideOf(whole), sideOf(unknown)).there]).toEqual([0, 1, -1, 3, 4]);
    // Of another dataset, a text is another one.
    expect(linkTokens(sideOf(whole, "x"), sideOf(cut, "y")).basis).toBe("none");
  });

  it("reads bytes of one character as the character", () => {
    const bytes = tableOf(["a", "<E2 80>", "<94>", "b"]);
    const whole = tableOf(["a", "—", "b"]);
    const links = linkTokens(sideOf(bytes), sideOf(whole));
    expect([...links.there]).toEqual([0, 1, -1, 2]);
  });

  it("matches patches by their place in the same picture, also across grids", () => {
    const grid = (rows: number, nSpecial: number): NonNullable<Manifest["patches"]> => ({
      rows,
      columns: rows,
      nSpecial,
      cellPx: 8,
      sheetColumns: 9,
      sheetRows: 9,
    });
    const fine = tableOf(["[CLS]", ...Array.from({ length: 16 }, (_, i) => `patch ${i}`)]);
    const coarse = tableOf(Array.from({ length: 4 }, (_, i) => `patch ${i}`));
    const links = linkTokens(sideOf(fine, "d", grid(4, 1)), sideOf(coarse, "d", grid(2, 0)));
    expect(links.basis).toBe("places");
    expect([...links.there]).toEqual([-1, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3]);
    // The middle of a coarse patch lies in the fine one below and right of it.
    expect([...links.back]).toEqual([6, 8, 14, 16]);
    expect(links.pairs).toEqual([]);
    expect(linkTokens(sideOf(fine, "d", grid(4, 1)), sideOf(fine, "e", grid(4, 1))).basis).toBe("none");
  });

  it("links nothing between texts and pictures", () => {
    const table = tableOf(["a", "b"]);
    const picture = { ...sideOf(table), dataset: { kind: "images", digest: "d" } } as const;
    const links = linkTokens(sideOf(table), picture);
    expect(links.basis).toBe("none");
    expect([...links.there]).toEqual([-1, -1]);
  });
});
