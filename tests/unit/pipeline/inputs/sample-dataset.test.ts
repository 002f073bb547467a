import { describe, expect, it } from "vitest";
import type { EncodedSequence } from "#pipeline/inputs/encoded-dataset.ts";
import { sampleDataset, samplePair, type PreparedDataset } from "#pipeline/inputs/sample-dataset.ts";

function dataset(...lengths: number[]): PreparedDataset {
  const sequences = lengths.map((length): EncodedSequence => {
    const tokens = Array.from({ length }, (_, i) => `t${i}`);
    const isSpecial = tokens.map(() => false);
    return { ids: [], typeIds: [], tokens, isSpecial, labels: new Map(), tokenLabels: new Map() };
  });
  return { kind: "text", sequences, tooLong: null, grid: null };
}
const within = (points: number) => ({
  limit: { sequences: 10, points },
  seed: 1,
  datasetFile: "content/datasets/lines.yaml",
});

describe("sampleDataset", () => {
  it("keeps the shortest sequence where the limit just leaves room for it", () => {
    const kept = sampleDataset(dataset(40, 30, 50), within(60));
    expect(kept.sequences.map(({ tokens }) => tokens.length)).toEqual([30]);
    expect(kept.sampledFrom).toEqual({ nSequences: 3, nTokens: 120 });
  });

  it("says what the least limit would be where it leaves room for none", () => {
    const message =
      "content/datasets/lines.yaml, limit.points: the limit is too small for every sequence: expected at least 60, for the shortest sequence has 30 tokens, each with a query and a key, received 59.";
    expect(() => sampleDataset(dataset(40, 30, 50), within(59))).toThrow(message);
    // Of a pair the longer one counts: its queries and keys may all be of one.
    expect(() => samplePair([dataset(10, 30), dataset(30, 40)], within(59))).toThrow("at least 60");
  });
});
