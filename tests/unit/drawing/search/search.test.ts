import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { MAX_SEARCH } from "#atlas/view/view.ts";
import { findTokens, patternsOf } from "#drawing/search/find-tokens.ts";
import { countPoints, type Found } from "#drawing/search/found.ts";
import { matchPattern } from "#drawing/search/match-pattern.ts";
import { parseSearch } from "#drawing/search/parse-search.ts";
import { stepMatch } from "#viewer/search/step-match.ts";
import { writtenName } from "#viewer/search/written-name.ts";
import { PICTURE, TEXT } from "../../../helpers/tiny-tables.ts";

const parse = (search: string) => parseSearch(search, ["kind", "label"]).terms;

/** A search whose patterns are tried right here. */
function findAll(table: TokenTable, search: string): Found | null {
  const patterns = patternsOf(table, search);
  const answers = new Map(patterns.map((term) => [term.written, matchPattern(term, table.vocab)]));
  return findTokens(table, search, answers);
}

/** Tokens found, each with the term that found it. */
function found(table: TokenTable, search: string): Record<number, number> {
  const termOf = findAll(table, search)?.termOf ?? [];
  return Object.fromEntries([...termOf.entries()].filter(([, term]) => term >= 0));
}

const tokens = (table: TokenTable, search: string): number[] => Object.keys(found(table, search)).map(Number);

describe("parseSearch", () => {
  it("reads a part of a word, a whole word, a pattern and a label", () => {
    expect(parse("the")).toMatchObject([{ kind: "text", text: "the", isWhole: false }]);
    expect(parse('"the"')).toMatchObject([{ kind: "text", text: "the", isWhole: true }]);
    expect(parse("/^re/i")).toMatchObject([{ kind: "pattern", source: "^re", flags: "i" }]);
    expect(parse("Kind: story")).toMatchObject([
      { kind: "label", name: "kind", wanted: "story", isWhole: false },
    ]);
    expect(parse('kind: "story"')).toMatchObject([{ kind: "label", wanted: "story", isWhole: true }]);
    expect(parse('kind:""')).toMatchObject([{ kind: "label", wanted: "", isWhole: true }]);
  });

  it("parts terms at commas, but not within quotes and patterns", () => {
    const written = (search: string): string[] => parse(search).map((term) => term.written);
    expect(written(" he , she,, it ")).toEqual(["he", "she", "it"]);
    expect(written('",", "row 1, column 2", /a{1,2}/, /\\/,/')).toEqual([
      '","',
      '"row 1, column 2"',
      "/a{1,2}/",
      "/\\/,/",
    ]);
    expect(written('label:"a, b", the')).toEqual(['label:"a, b"', "the"]);
  });

  it("reads a backslash in quotes as what stands before a quote or another backslash, else as itself", () => {
    const text = (search: string): unknown[] =>
      parse(search).map((term) => (term.kind === "label" ? term.wanted : term.kind === "text" && term.text));
    expect(text(String.raw`"say \"hi\", \\ \n"`)).toEqual([String.raw`say "hi", \ \n`]);
    expect(text(String.raw`kind:"a \"b\", c", the`)).toEqual(['a "b", c', "the"]);
    // A lone backslash between quotes is one.
    expect(text(String.raw`"\", the`)).toEqual(["\\", "the"]);
  });

  it("knows labels of any name: with commas, colons, slashes and quotes, in the case they are written in", () => {
    const names = ["a", "a:b", "x, y", 'say "hi"', "and/or", "Kind", "kind", "two words", "__proto__"];
    const name = (search: string): unknown => {
      const [term, ...others] = parseSearch(search, names).terms;
      return others.length === 0 && term?.kind === "label" ? [term.name, term.wanted] : term?.kind;
    };
    for (const label of names) {
      expect(name(`${writtenName(label)}:v`)).toEqual([label, "v"]);
      expect(name(`${writtenName(label)} : "v, w"`)).toEqual([label, "v, w"]);
    }
    expect(name("a:b:c")).toEqual(["a:b", "c"]);
    expect(name("a:c:b")).toEqual(["a", "c:b"]);
    expect(name("KIND:v")).toEqual(["Kind", "v"]);
    expect(name("constructor:v")).toBe("text");
  });

  it("takes what is not finished, or no label of the dataset, as text", () => {
    expect(parse('"the')).toMatchObject([{ kind: "text", text: '"the', isWhole: false }]);
    expect(parse("/re")).toMatchObject([{ kind: "text", text: "/re" }]);
    expect(parse("12:30, ://")).toMatchObject([{ text: "12:30" }, { text: "://" }]);
    for (const nothing of ["", "  ", ",,", '""', "kind:", "kind: "]) expect(parse(nothing)).toEqual([]);
  });

  it("splits a search at its first arrow, but not within quotes, patterns and labels", () => {
    const sides = (search: string): unknown => {
      const { terms, nFrom } = parseSearch(search, ["kind"]);
      const written = terms.map((term) => term.written);
      return nFrom === null ? written : [written.slice(0, nFrom), written.slice(nFrom)];
    };
    expect(sides("he → Anna")).toEqual([["he"], ["Anna"]]);
    expect(sides("he->Anna")).toEqual([["he"], ["Anna"]]);
    expect(sides('he, "she" → /^An/i, Tom')).toEqual([
      ["he", '"she"'],
      ["/^An/i", "Tom"],
    ]);
    expect(sides("kind:story → .")).toEqual([["kind:story"], ["."]]);
    // Nothing before the arrow: any token.
    expect(sides("→ Anna")).toEqual([[], ["Anna"]]);
    // Nothing after it yet.
    expect(sides("he →")).toEqual(["he"]);
    expect(sides('"->"')).toEqual(['"->"']);
    expect(sides('"->" -> "→"')).toEqual([['"->"'], ['"→"']]);
    expect(sides("/a→b/, c")).toEqual(["/a→b/", "c"]);
    expect(sides("and/or → a/b")).toEqual([["and/or"], ["a/b"]]);
  });

  it("never throws, whatever is typed, and reads no more than a link carries", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (search) => {
        for (const { written } of parse(search)) expect(written.length).toBeLessThanOrEqual(MAX_SEARCH);
      }),
    );
  });
});

describe("findTokens", () => {
  it("finds both sides of an arrow, and keeps them apart where a token is on both", () => {
    const pair = findAll(TEXT, 'the → "the"')?.pair;
    expect([...(pair?.from ?? [])]).toEqual([0, 1, 0, 0, 0, 0, 1, 1]);
    expect([...(pair?.to ?? [])]).toEqual([0, 1, 0, 0, 0, 0, 1, 1]);
    expect(findAll(TEXT, "→ river")?.pair?.from).toBe(null);
    expect(findAll(TEXT, "the, river")?.pair).toBe(null);
  });

  it.each([
    ["the", [1, 6, 7]],
    ["VER", [2]],
    ['"he"', []],
    ['"THE"', [1, 6, 7]],
    ["/^[A-Z]/", [1]],
    ["/^[a-z]/", [2, 6, 7]],
    ["/^\\d+$/", [4]],
    ["/\\p{P}$/", [0, 3, 5]],
    ["kind:story", [0, 1, 2, 3, 4]],
    ["kind:lis, .", [3, 5, 6, 7]],
    ['kind:"list"', [5, 6, 7]],
    ['kind:"lis"', []],
    ['Kind:"LIST"', [5, 6, 7]],
    ['kind:""', []],
    ["[cls]", [0, 5]],
    ["no such token", []],
  ])("finds in text, by %s, the tokens %j", (search, expected) => {
    expect(tokens(TEXT, search)).toEqual(expected);
  });

  it.each([
    ["row 0", [1, 2]],
    ['"row 1", column 1', [2, 3, 4]],
    ['"row 0, column 1"', [2]],
    ["label:circle", [0, 1, 2, 3, 4]],
    ["objectCover:>20.5", [3, 4]],
    ["objectcover:<10", [0]],
    ["objectCover:30", [3]],
    ["objectCover:much", []],
    ['label:"circle"', []],
    ['label:"red circle"', [0, 1, 2, 3, 4]],
  ])("finds among patches, by %s, the tokens %j", (search, expected) => {
    expect(tokens(PICTURE, search)).toEqual(expected);
  });

  it("tells row 1 from row 10 where it is a whole word", () => {
    const table = { ...PICTURE, vocab: ["[CLS]", "row 1, column 0", "row 10, column 1", "arrow 1", "row 1"] };
    expect(tokens(table, "row 1")).toEqual([1, 2, 3, 4]);
    expect(tokens(table, '"row 1"')).toEqual([1, 4]);
  });

  it("gives a token to the first term that finds it", () => {
    expect(found(TEXT, "river, the, kind:story")).toEqual({ 0: 2, 1: 1, 2: 0, 3: 2, 4: 2, 6: 1, 7: 1 });
  });

  it("is no search at all where nothing is asked for", () => {
    expect(findTokens(TEXT, " , ")).toBeNull();
  });

  it("finds nothing by a pattern that cannot be read, says why, and still finds the other terms", () => {
    const result = findAll(TEXT, "/(/, river");
    expect(result?.terms.map(({ problem }) => problem)).toEqual([
      "is no pattern yet: unterminated group",
      null,
    ]);
    expect(tokens(TEXT, "/(/, river")).toEqual([2]);
  });

  it("finds nothing by a pattern that nobody has tried", () => {
    const result = findTokens(TEXT, "/./, river");
    expect(result?.terms.map(({ problem }) => problem)).toEqual([null, null]);
    expect([...(result?.termOf ?? [])].filter((term) => term >= 0)).toEqual([1]);
  });

  it("never throws, whatever is searched for in whatever tokens", () => {
    const anything = fc.string({ unit: "grapheme", maxLength: 60 });
    fc.assert(
      fc.property(anything, fc.array(anything, { minLength: 6, maxLength: 6 }), (search, vocab) => {
        for (const text of [search, `/${search}/`, `"${search}"`, `kind:${search}`, `a, /${search}/i,`]) {
          const table = { ...TEXT, vocab };
          // Ten letters that happen to be a pattern may take years.
          const answers = new Map(
            patternsOf(table, text).map(({ written }) => [
              written,
              matchPattern({ source: search.replaceAll(/[*+{]/gu, ""), flags: "" }, vocab),
            ]),
          );
          const result = findTokens(table, text, answers);
          for (const term of result?.termOf ?? []) expect(term).toBeLessThan(result?.terms.length ?? 0);
        }
      }),
    );
  });
});

describe("countPoints", () => {
  it("counts queries and keys of each term, as far as the legend leaves them", () => {
    const result = findTokens(TEXT, "the, river");
    if (result === null) throw new Error("nothing found");
    expect(countPoints(result, null)).toEqual([
      { query: 3, key: 3 },
      { query: 1, key: 1 },
    ]);
    const passes = (token: number, role: string): boolean => role === "key" && token > 2;
    expect(countPoints(result, passes)).toEqual([
      { query: 0, key: 2 },
      { query: 0, key: 0 },
    ]);
  });
});

describe("stepMatch", () => {
  it("goes round, from wherever the reader is, and does not lose token 0", () => {
    const matches = [0, 3, 8];
    expect(stepMatch(matches, null, 1)).toBe(0);
    expect(stepMatch(matches, null, -1)).toBe(8);
    expect([0, 3, 5, 8].map((from) => stepMatch(matches, from, 1))).toEqual([3, 8, 8, 0]);
    expect([0, 3, 5, 8].map((from) => stepMatch(matches, from, -1))).toEqual([8, 0, 3, 3]);
    expect(stepMatch([], 4, 1)).toBeUndefined();
  });
});
