import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeTokens, encodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";
import { excerptOf, type Excerpt, type Page } from "#viewer/overview/excerpt.ts";

function tableOf(tokens: readonly string[], split?: number): TokenTable {
  return decodeTokens(
    encodeTokens({
      tokens,
      starts: Uint32Array.of(0, tokens.length),
      ...(split === undefined ? {} : { split: Uint32Array.of(split) }),
      special: new Uint8Array(tokens.length),
      sequenceLabels: new Map(),
      tokenLabels: new Map(),
    }),
  );
}

/** Every letter is one unit wide. */
const page = (width: number, nLines = 2): Page => ({ width, nLines, widthOf: (text) => text.length });

/** The lines as they are read, a letter per unit. */
function read({ tokens, gaps }: Excerpt): string[] {
  const placed = [...tokens, ...gaps.map((gap) => ({ ...gap, text: "…" }))];
  const lines = placed.reduce((most, { line }) => Math.max(most, line + 1), 0);
  return Array.from({ length: lines }, (_, line) =>
    placed
      .filter((one) => one.line === line)
      .sort((a, b) => a.x - b.x)
      .reduce((text, { x, text: own }) => text.padEnd(x) + own, ""),
  );
}

describe("an excerpt", () => {
  it("is text: tokens join to words, and lines break between words", () => {
    const table = tableOf(["The", " sc", "ar", "let", " um", "brella", " is", " here", "."]);
    expect(read(excerptOf(table, { query: 7, key: 0 }, page(13, 3)))).toEqual([
      "The scarlet",
      "umbrella is",
      "here.",
    ]);
  });

  it("says with a mark where text is left out", () => {
    const table = tableOf(["one", " two", " three", " four", " five", " six", " seven"]);
    const lines = read(excerptOf(table, { query: 3, key: 3 }, page(14, 1)));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^… .*four.* …$/);
  });

  it("leaves out what stands between a query and a far key", () => {
    const table = tableOf(["start", ...Array.from({ length: 60 }, (_, i) => ` w${i}`), " end"]);
    const text = read(excerptOf(table, { query: 61, key: 0 }, page(20))).join(" ");
    expect(text).toMatch(/^start .* … .* end$/);
  });

  it("in cross-attention, has the keys above the queries", () => {
    const table = tableOf([" un", " chat", " noir", "a", " black", " cat"], 3);
    expect(read(excerptOf(table, { query: 5, key: 1 }, page(20)))).toEqual(["un chat noir", "a black cat"]);
  });

  it("shortens a token that would fill the page", () => {
    const table = tableOf(["x".repeat(900), " y"]);
    const { tokens } = excerptOf(table, { query: 1, key: 0 }, page(40));
    expect(tokens.map(({ text }) => text.length)).toEqual([28, 1]);
  });

  it("holds the query and the key inside of its lines, whatever the tokens are", () => {
    const token = fc.tuple(fc.constantFrom("", " "), fc.string({ minLength: 1, maxLength: 12 }));
    fc.assert(
      fc.property(fc.array(token, { minLength: 2, maxLength: 60 }), fc.nat(), fc.nat(), (parts, q, k) => {
        const table = tableOf(parts.map((part) => part.join("")));
        const [query, key] = [q % parts.length, k % parts.length];
        const { tokens, gaps } = excerptOf(table, { query, key }, page(44));
        expect(tokens.map((one) => one.token)).toEqual(expect.arrayContaining([query, key]));
        for (const { line, x, width } of tokens) {
          expect(line).toBeLessThan(2);
          expect(x + width).toBeLessThanOrEqual(44);
        }
        for (const { line } of gaps) expect(line).toBeLessThan(2);
      }),
    );
  });
});
