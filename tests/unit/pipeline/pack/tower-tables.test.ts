import { describe, expect, it } from "vitest";
import type { LabelValue } from "#atlas/tokens/token-labels.ts";
import type { CapturedHead } from "#pipeline/capture/capture-writer.ts";
import { startsOf, type EncodedDataset, type EncodedSequence } from "#pipeline/inputs/encoded-dataset.ts";
import { towerTables } from "#pipeline/pack/tower-tables.ts";

type Labels = Readonly<Record<string, LabelValue>>;
type PerToken = Readonly<Record<string, readonly LabelValue[]>>;

function sequence(tokens: string, labels: Labels = {}, tokenLabels: PerToken = {}): EncodedSequence {
  const texts = tokens.split(" ");
  return {
    ids: texts.map((_, i) => i),
    typeIds: texts.map(() => 0),
    tokens: texts,
    isSpecial: texts.map((text) => text.startsWith("[")),
    labels: new Map(Object.entries(labels)),
    tokenLabels: new Map(Object.entries(tokenLabels)),
  };
}

function dataset(...sequences: readonly EncodedSequence[]): EncodedDataset {
  const starts = startsOf(sequences.map(({ tokens }) => tokens.length));
  const nTokens = starts.at(-1);
  return { kind: "text", sequences, nTokens, starts, sampledFrom: null, tooLong: null, grid: null };
}

const head = (tower?: string): CapturedHead =>
  ({
    id: { ...(tower === undefined ? {} : { tower }), layer: 0, head: 0 },
    dHead: 2,
    isCausal: false,
  }) as CapturedHead;

describe("the token table of a tower", () => {
  it("has every label that any sequence has, and none where one lacks it", () => {
    const streams = new Map([
      [
        "",
        dataset(
          sequence("[B] a", { kind: "x", year: 1900 }),
          sequence("b c", { constructor: "c" }, { part: ["noun", null] }),
          sequence("d", { kind: "y" }, { part: [null], weight: [0.5] }),
        ),
      ],
    ]);
    const [table] = towerTables(streams, [head()]);
    expect(table?.reads.labels).toEqual(["kind", "year", "constructor", "part", "weight"]);
    expect(Object.fromEntries(table?.tokens.sequenceLabels ?? [])).toEqual({
      kind: ["x", null, "y"],
      year: [1900, null, null],
      constructor: [null, "c", null],
    });
    expect(Object.fromEntries(table?.tokens.tokenLabels ?? [])).toEqual({
      part: [null, null, "noun", null, null],
      weight: [null, null, null, null, 0.5],
    });
  });

  it("has no label of which sampling left no value", () => {
    const streams = new Map([["", dataset(sequence("a b", {}, { part: [null, null] }), sequence("c"))]]);
    expect(towerTables(streams, [head()])[0]?.reads.labels).toEqual([]);
  });

  it("between two sequences has the labels of tokens of both, each at its own", () => {
    const streams = new Map([
      ["encoder", dataset(sequence("a b", { kind: "x" }, { part: ["noun", "verb"] }), sequence("c"))],
      [
        "decoder",
        dataset(sequence("p", { kind: "x" }, { said: [1] }), sequence("q r", {}, { part: [null, "verb"] })),
      ],
    ]);
    const [table] = towerTables(streams, [head("cross")]);
    expect(table?.tokens.tokens).toEqual(["a", "b", "p", "c", "q", "r"]);
    expect(table?.reads.labels).toEqual(["kind", "part", "said"]);
    expect(Object.fromEntries(table?.tokens.sequenceLabels ?? [])).toEqual({ kind: ["x", null] });
    expect(Object.fromEntries(table?.tokens.tokenLabels ?? [])).toEqual({
      part: ["noun", "verb", null, null, null, "verb"],
      said: [null, null, 1, null, null, null],
    });
  });
});
