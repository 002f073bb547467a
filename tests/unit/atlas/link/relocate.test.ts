import { describe, expect, it } from "vitest";
import { hasPoint, relocate, wordOf } from "#atlas/link/relocate.ts";
import { decodeTokens, encodeTokens } from "#atlas/tokens/tokens.ts";
import { PICTURE, TEXT } from "../../../helpers/tiny-tables.ts";

const query = (token: number) => ({ role: "query", token }) as const;

describe("a point of other data", () => {
  it("is the nearest one of its text", () => {
    expect(relocate(TEXT, query(5), " the")).toEqual(query(6));
    expect(relocate(TEXT, query(99), " the")).toEqual(query(7));
    expect(relocate(TEXT, query(7), " the")).toEqual(query(7));
    expect(relocate(TEXT, { role: "key", token: 0 }, " the")).toEqual({ role: "key", token: 6 });
  });

  it("is the first of two that are equally near", () => {
    expect(relocate(TEXT, query(2), "[CLS]")).toEqual(query(0));
    expect(relocate(TEXT, query(3), "[CLS]")).toEqual(query(5));
  });

  it("is a patch by its place in a picture", () => {
    expect(relocate(PICTURE, query(400), "row 1, column 0")).toEqual(query(3));
  });

  it("is none where no token has this text", () => {
    expect(relocate(TEXT, query(2), "lake")).toBeNull();
  });

  it("is found by the beginning that a link has of a long token", () => {
    const long = "x".repeat(10_000);
    const table = decodeTokens(
      encodeTokens({
        tokens: ["a", long],
        starts: Uint32Array.of(0, 2),
        special: Uint8Array.of(0, 0),
        sequenceLabels: new Map(),
        tokenLabels: new Map(),
      }),
    );
    expect(relocate(table, query(0), wordOf(table, query(1)))).toEqual(query(1));
  });

  it("keeps its role where only some tokens have it", () => {
    const table = decodeTokens(
      encodeTokens({
        tokens: ["a", "b", "a"],
        starts: Uint32Array.of(0, 3),
        split: Uint32Array.of(1),
        special: Uint8Array.of(0, 0, 0),
        sequenceLabels: new Map(),
        tokenLabels: new Map(),
      }),
    );
    expect(relocate(table, query(0), "a")).toEqual(query(2));
    expect([hasPoint(table, query(0)), hasPoint(table, query(2)), hasPoint(table, query(3))]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
