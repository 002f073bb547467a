import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelValue } from "#atlas/tokens/token-labels.ts";
import { tokenTable } from "#atlas/tokens/token-table.ts";
import { decodeTokens, encodeTokens, type TokensSource } from "#atlas/tokens/tokens.ts";

const asRead = (source: TokensSource): unknown =>
  decodeTokens(JSON.parse(JSON.stringify(encodeTokens(source))));

/** Of one kind per label, as datasets have them: numbers, texts, or texts and lists of them. */
const labelValues = (length: number): fc.Arbitrary<LabelValue[]> => {
  const text = fc.string({ maxLength: 4 });
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const kinds = [number, text, fc.oneof(text, fc.array(text, { maxLength: 3 }))];
  const column = (kind: fc.Arbitrary<LabelValue>): fc.Arbitrary<LabelValue[]> =>
    fc.array(fc.option(kind), { minLength: length, maxLength: length });
  return fc.oneof(...kinds.map(column));
};

/** Names may be anything: what an object puts first, or takes for its prototype, too. */
const labels = (length: number, names: readonly string[]): fc.Arbitrary<Map<string, LabelValue[]>> =>
  fc
    .array(fc.tuple(fc.constantFrom(...names), labelValues(length)), { maxLength: 3 })
    .map((entries) => new Map(entries));

const sources: fc.Arbitrary<TokensSource> = fc
  .record({
    lengths: fc.array(fc.nat(5), { minLength: 1, maxLength: 5 }),
    isCross: fc.boolean(),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .chain(({ lengths, isCross, share }) => {
    const starts = Uint32Array.from([0, ...lengths], (_, s) =>
      lengths.slice(0, s).reduce((a, b) => a + b, 0),
    );
    const nTokens = starts.at(-1);
    const split = { split: Uint32Array.from(lengths, (n, s) => starts[s]! + Math.floor(n * share)) };
    return fc.record({
      tokens: fc.array(fc.string({ maxLength: 2 }), { minLength: nTokens, maxLength: nTokens }),
      starts: fc.constant(starts),
      special: fc.uint8Array({ max: 1, minLength: nTokens, maxLength: nTokens }),
      sequenceLabels: labels(lengths.length, ["kind", "2", "__proto__"]),
      tokenLabels: labels(nTokens, ["part", "10", "1"]),
      ...(isCross ? { split: fc.constant(split.split) } : {}),
    });
  });

describe("the token table of a source", () => {
  it("has a row per token, with its text, its sequence and its labels", () => {
    const table = tokenTable({
      tokens: ["a", "b", "a"],
      starts: Uint32Array.of(0, 2, 3),
      special: Uint8Array.of(0, 1, 0),
      sequenceLabels: new Map([["kind", ["x", "y"]]]),
      tokenLabels: new Map([["size", [2, null, -1]]]),
    });
    expect(table).toMatchObject({ nTokens: 3, nSequences: 2, vocab: ["a", "b"], split: null });
    expect([...table.ids]).toEqual([0, 1, 0]);
    expect([...table.sequenceOf]).toEqual([0, 0, 1]);
    expect(table.labels.get("kind")).toEqual({ values: ["x", "y"], of: Uint32Array.of(0, 0, 1) });
    expect(table.labels.get("size")).toEqual({ min: -1, max: 2, of: Float64Array.of(2, NaN, -1), step: 0 });
  });

  it("is the table that a reader finds in the file, whatever the source holds", () => {
    fc.assert(
      fc.property(sources, (source) => {
        expect(tokenTable(source)).toStrictEqual(asRead(source));
        expect([...tokenTable(source).labels.keys()]).toEqual(Object.keys(encodeTokens(source).labels));
      }),
    );
  });

  it("reads as the file does where labels have more values than fit into two bytes", () => {
    const n = 65_537;
    const source: TokensSource = {
      tokens: Array.from({ length: n }, () => "t"),
      starts: Uint32Array.of(0, n),
      special: new Uint8Array(n),
      sequenceLabels: new Map(),
      tokenLabels: new Map([["place", Array.from({ length: n }, (_, i) => `p${i}`)]]),
    };
    expect(tokenTable(source).labels.get("place")).toStrictEqual(
      decodeTokens(encodeTokens(source)).labels.get("place"),
    );
  });

  it("refuses more distinct texts than the file can hold", () => {
    const n = 65_537;
    const tokens = Array.from({ length: n }, (_, i) => `t${i}`);
    const rest = { special: new Uint8Array(n), sequenceLabels: new Map(), tokenLabels: new Map() };
    expect(() => tokenTable({ tokens, starts: Uint32Array.of(0, n), ...rest })).toThrow(
      "expected at most 65,536 distinct values, received 65537",
    );
  });
});
