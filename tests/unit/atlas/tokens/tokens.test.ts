import { describe, expect, it } from "vitest";
import { FormatError, writeBytes, writeUint32 } from "#atlas/files/columns.ts";
import {
  decodeTokens,
  encodeTokens,
  hasRole,
  ownSpan,
  positionOf,
  sequenceLengths,
  spanOf,
  tokenText,
  type TokensSource,
} from "#atlas/tokens/tokens.ts";

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

  it("have no text where there is no token", () => {
    expect([tokenText(table, 5), tokenText(table, -1)]).toEqual(["", ""]);
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
    for (const other of [null, {}, { v: 2 }]) {
      expect(() => decodeTokens(other)).toThrow("tokens: expected format version 1");
    }
    expect(() => decodeTokens({ ...encodeTokens(source), nTokens: 6 })).toThrow("ids: expected 12 bytes");
    for (const [column, n] of [
      ["starts", 12],
      ["split", 8],
      ["special", 5],
    ] as const) {
      expect(() => decodeTokens({ ...encodeTokens(source), [column]: "AAAA" })).toThrow(
        `${column}: expected ${n} bytes, received 3.`,
      );
    }
  });

  it("say whose labels they carry", () => {
    const { labels } = encodeTokens(source);
    expect(Object.entries(labels).map(([name, { per }]) => [name, per])).toEqual([
      ["kind", "sequence"],
      ["cover", "token"],
      ["part", "token"],
    ]);
  });

  it("may be 65,536 different ones, and no more", () => {
    const many = (n: number): TokensSource => ({
      tokens: Array.from({ length: n }, (_, i) => `t${i}`),
      starts: Uint32Array.of(0, n),
      special: new Uint8Array(n),
      sequenceLabels: new Map(),
      tokenLabels: new Map(),
    });
    expect(tokenText(decodeTokens(encodeTokens(many(65_536))), 65_535)).toBe("t65535");
    expect(() => encodeTokens(many(65_537))).toThrow("at most 65,536 distinct values, received 65537");
  });
});

describe("spans", () => {
  const whole = decodeTokens(encodeTokens(source));
  /** “[CLS] the” answers, “<b>” asks; then “[CLS]” answers, “the” asks. */
  const between = decodeTokens(encodeTokens({ ...source, split: Uint32Array.of(2, 4) }));

  it("are whole sequences, in which every token has a query and a key", () => {
    for (const role of ["query", "key"] as const) {
      expect([spanOf(whole, 0, role), spanOf(whole, 1, role)]).toEqual([
        { start: 0, n: 3 },
        { start: 3, n: 2 },
      ]);
      expect([0, 2, 3, 4].map((token) => hasRole(whole, token, role))).toEqual([true, true, true, true]);
    }
    expect(sequenceLengths(whole)).toEqual([3, 2]);
    expect([0, 1, 2, 3, 4].map((token) => positionOf(whole, token))).toEqual([0, 1, 2, 0, 1]);
  });

  it("are two parts of each pair in cross-attention, with a role each", () => {
    expect([spanOf(between, 0, "key"), spanOf(between, 0, "query")]).toEqual([
      { start: 0, n: 2 },
      { start: 2, n: 1 },
    ]);
    expect([0, 1, 2, 3, 4].map((token) => hasRole(between, token, "query"))).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
    expect([1, 2].map((token) => ownSpan(between, token))).toEqual([
      { start: 0, n: 2 },
      { start: 2, n: 1 },
    ]);
    expect(sequenceLengths(between)).toEqual([1, 2, 1, 1]);
    expect([0, 1, 2, 3, 4].map((token) => positionOf(between, token))).toEqual([0, 1, 0, 0, 0]);
  });

  it("are empty where there is no such sequence, and have no token beyond the last", () => {
    expect(spanOf(whole, 7, "query")).toEqual({ start: 0, n: 0 });
    expect([hasRole(whole, 5, "query"), hasRole(between, 5, "key")]).toEqual([false, false]);
  });
});

describe("damaged tokens", () => {
  const file = encodeTokens(source);
  const pair = { ...file, split: writeUint32(Uint32Array.of(1, 4)) };

  it("may have sequences of which one asks and one answers, or that are empty", () => {
    expect([...(decodeTokens(pair).split ?? [])]).toEqual([1, 4]);
    const empty = { ...file, starts: writeUint32(Uint32Array.of(0, 0, 5)), labels: {} };
    expect(spanOf(decodeTokens(empty), 0, "query")).toEqual({ start: 0, n: 0 });
  });

  it.each<[string, object]>([
    ["nTokens: expected a whole number from 0 to 4294967295, received 1000000000000", { nTokens: 1e12 }],
    ["nSequences: expected a whole number from 0 to 4294967295, received -1", { nSequences: -1 }],
    ["ids: expected 8589934588 bytes, received 10", { nTokens: 2 ** 32 - 2 }],
    ["vocab: expected a list of texts, received an object", { vocab: { length: 3 } }],
    ["vocab: expected texts only, received null at 1", { vocab: ["a", null, "c"] }],
    ["ids: expected indices of 2 texts, received 2 at 2", { vocab: ["a", "b"] }],
    ["starts: expected 0 first, received 1", { starts: writeUint32(Uint32Array.of(1, 3, 5)) }],
    ["starts: expected 5 last, received 4", { starts: writeUint32(Uint32Array.of(0, 3, 4)) }],
    [
      "starts: expected rising numbers, received 5 at 2",
      { nSequences: 3, starts: writeUint32(Uint32Array.of(0, 6, 5, 5)) },
    ],
    [
      "split: expected a token of its own sequence, received 2 at 1",
      { split: writeUint32(Uint32Array.of(1, 2)) },
    ],
    ["special: expected 0 or 1, received 7 at 3", { special: writeBytes(Uint8Array.of(1, 0, 0, 7, 0)) }],
    ["labels: expected an object, received a list of 0", { labels: [] }],
    ["kind: expected an object, received null", { labels: { kind: null } }],
  ])("are refused where the file is damaged: %s", (message, change) => {
    expect(() => decodeTokens({ ...file, ...change })).toThrow(FormatError);
    expect(() => decodeTokens({ ...file, ...change })).toThrow(message);
  });
});

describe("a damaged table", () => {
  it("is refused where its first value is wrong", () => {
    const special = writeBytes(Uint8Array.of(2, 0, 0, 0, 0));
    expect(() => decodeTokens({ ...encodeTokens(source), special })).toThrow(
      "special: expected 0 or 1, received 2 at 0.",
    );
  });

  it("is refused where a start lies before the one in front of it", () => {
    const file = encodeTokens({ ...source, starts: Uint32Array.of(0, 3, 2, 5), sequenceLabels: new Map() });
    expect(() => decodeTokens(file)).toThrow("starts: expected rising numbers, received 2 at 2.");
  });

  it("is none where one of two sequences is empty", () => {
    const { split } = decodeTokens(encodeTokens({ ...source, split: Uint32Array.of(0, 5) }));
    expect([...(split ?? [])]).toEqual([0, 5]);
    expect(() => decodeTokens(encodeTokens({ ...source, split: Uint32Array.of(4, 5) }))).toThrow(
      "split: expected a token of its own sequence, received 4 at 0.",
    );
  });
});
