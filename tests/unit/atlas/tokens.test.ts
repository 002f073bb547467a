import { describe, expect, it } from "vitest";
import { decodeTokens, encodeTokens, tokenText, type TokensSource } from "#atlas/tokens.ts";

const source: TokensSource = {
  tokens: ["[CLS]", "the", "<b>", "[CLS]", "the"],
  starts: Uint32Array.of(0, 3, 5),
  special: Uint8Array.of(1, 0, 0, 1, 0),
  sequenceLabels: new Map([["kind", ["story", "list"]]]),
  tokenLabels: new Map<string, (string | number)[]>([
    ["cover", [0, 51, 255, 0, 102]],
    ["part", ["x", "noun", "x", "x", "noun"]],
  ]),
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

  it("carry the labels of their sequences and their own", () => {
    expect([...table.labels.keys()]).toEqual(["kind", "cover", "part"]);
    expect(table.labels.get("kind")).toMatchObject({ values: ["story", "list"] });
    expect(table.labels.get("cover")).toMatchObject({ min: 0, max: 255 });
  });

  it("refuse a newer file and a short one", () => {
    expect(() => decodeTokens({ v: 2 })).toThrow("expected format version 1");
    expect(() => decodeTokens({ ...encodeTokens(source), nTokens: 6 })).toThrow("ids: expected 12 bytes");
  });
});
