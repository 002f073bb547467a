import { describe, expect, it } from "vitest";
import { decodeTokens, encodeTokens, tokenText, type TokensSource } from "#atlas/tokens.ts";

const source: TokensSource = {
  tokens: ["[CLS]", "the", "<b>", "[CLS]", "the"],
  starts: Uint32Array.of(0, 3, 5),
  special: Uint8Array.of(1, 0, 0, 1, 0),
  sequenceLabels: { kind: ["story", "list"] },
  tokenLabels: { cover: [0, 51, 255, 0, 102], part: ["x", "noun", "x", "x", "noun"] },
};

describe("tokens", () => {
  const table = decodeTokens(JSON.parse(JSON.stringify(encodeTokens(source))));

  it("read back as they were written, each text once", () => {
    expect(table.vocab).toEqual(["[CLS]", "the", "<b>"]);
    expect(Array.from({ length: table.nTokens }, (_, t) => tokenText(table, t))).toEqual(source.tokens);
    expect([...table.special]).toEqual([1, 0, 0, 1, 0]);
  });

  it("know the sequence of every token", () => {
    expect([...table.sequenceOf]).toEqual([0, 0, 0, 1, 1]);
  });

  it("spread a sequence's label over its tokens", () => {
    expect(table.labels.get("kind")).toEqual({
      values: ["story", "list"],
      of: Uint16Array.of(0, 0, 0, 1, 1),
    });
  });

  it("carry labels and numbers of single tokens", () => {
    expect(table.labels.get("part")).toEqual({ values: ["x", "noun"], of: Uint16Array.of(0, 1, 0, 0, 1) });
    expect(table.labels.get("cover")).toEqual({ min: 0, max: 255, of: Float32Array.of(0, 51, 255, 0, 102) });
  });

  it("refuse a newer file and a short one", () => {
    expect(() => decodeTokens({ v: 2 })).toThrow("expected format version 1");
    expect(() => decodeTokens({ ...encodeTokens(source), nTokens: 6 })).toThrow("ids: expected 12 bytes");
  });
});
