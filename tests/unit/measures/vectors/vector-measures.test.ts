/** Measures of queries, keys and values: planted heads, numbers by hand, and what must not matter. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { VectorInput } from "#measures/vectors/vector-measure.ts";
import { measureVectors } from "#measures/vectors/vector-measures.ts";

/** Sequences of these lengths with even weights. @param of A vector for sequence, place. */
function head(
  lengths: readonly number[],
  q: (s: number, p: number) => readonly number[],
  k: (s: number, p: number) => readonly number[],
  more: Partial<VectorInput> & { readonly isCausal?: boolean } = {},
): VectorInput {
  const { isCausal = false, ...rest } = more;
  const all = (of: typeof q): number[] =>
    lengths.flatMap((n, s) => Array.from({ length: n }, (_, p) => of(s, p)).flat());
  const [queries, keys] = [Float32Array.from(all(q)), Float32Array.from(all(k))];
  const starts = Uint32Array.from([
    0,
    ...lengths.map((_, s) => lengths.slice(0, s + 1).reduce((a, b) => a + b)),
  ]);
  const nTokens = starts.at(-1);
  const dHead = queries.length / nTokens;
  const weights = Float32Array.from(lengths.flatMap((n) => Array.from({ length: n * n }, () => 1 / n)));
  const keyNorms = Float32Array.from({ length: nTokens }, (_, t) =>
    Math.hypot(...keys.subarray(t * dHead, (t + 1) * dHead)),
  );
  return {
    q: queries,
    k: keys,
    shape: { nTokens, dHead },
    patterns: { starts, weights, isCausal },
    keyNorms,
    valueNorms: null,
    grid: null,
    seed: 1,
    ...rest,
  };
}
const unit = (d: number, i: number): number[] => Array.from({ length: d }, (_, j) => Number(i === j));
/** −1 or 1, of which every place has as many. */
const sign = (s: number): number => (s % 2 === 0 ? 1 : -1);

describe("position share", () => {
  it("is all position where vectors are those of positions", () => {
    const { head: found } = measureVectors(
      head(
        [5, 5, 4],
        (_, p) => unit(5, p),
        (_, p) => unit(5, (p + 1) % 5),
      ),
    );
    expect(found["position.both"]).toBeCloseTo(1, 6);
    expect(found["position.neither"]).toBeCloseTo(0, 6);
  });

  it("is none where what a token is has nothing to do with where it stands", () => {
    // Every sequence has a twin of opposite sign, so that all means by position are 0.
    const content = (s: number, p: number): number[] => unit(3, (p + (s >> 1)) % 3).map((x) => sign(s) * x);
    const { head: found } = measureVectors(head([6, 6, 6, 6], content, content));
    expect(found["position.neither"]).toBeCloseTo(1, 6);
    expect(found["position.both"]).toBeCloseTo(0, 6);
  });

  it("tells the query's position from the key's", () => {
    // The query is that of its place, the key that of its sign: only q̄k̃ varies over keys.
    const place = (_: number, p: number): number[] => [1, p];
    const content = (s: number, p: number): number[] => [sign(s + p), 0];
    expect(measureVectors(head([4, 4], place, content)).head["position.query"]).toBeCloseTo(1, 6);
    const both = measureVectors(head([4, 4], content, place)).head;
    // The query has no position here, and the key all of it.
    expect(both["position.key"] ?? 0).toBeCloseTo(0, 6);
    const slope = measureVectors(head([4, 4], (s) => [0, sign(s)], place)).head;
    expect(slope["position.key"]).toBeCloseTo(1, 6);
  });

  it("shares out what two terms and their covariance make, worked by hand, and all ten sum to 1", () => {
    // Place −1 or 1, and a sign that two of four sequences keep and two turn, with mean 0 at both places.
    const turns = [1, 1, -1, -1];
    const own = (s: number, p: number): number[] => [p === 0 ? -1 : 1, sign(s) * turns[s]! ** p];
    const { head: found } = measureVectors(head([2, 2, 2, 2], own, own));
    const shares = Object.entries(found).filter(([id]) => id.startsWith("position."));
    expect(shares).toHaveLength(10);
    expect(shares.reduce((sum, [, x]) => sum + (x ?? 0), 0)).toBeCloseTo(1, 6);
    // Place times place varies by 1 in every row; sign times sign by 1 where it turns, and then as places do.
    expect(found["position.both"]).toBeCloseTo(1 / 2.5, 6);
    expect(found["position.neither"]).toBeCloseTo(0.5 / 2.5, 6);
    expect(found["position.both.neither"]).toBeCloseTo((2 * 0.5) / 2.5, 6);
  });

  it("leaves out places that only one sequence has, and is null where no scores vary", () => {
    const alone = measureVectors(
      head(
        [4],
        (_, p) => unit(4, p),
        (_, p) => unit(4, p),
      ),
    ).head;
    expect(alone["position.both"]).toBeNull();
    const flat = measureVectors(
      head(
        [3, 3],
        () => [1, 2],
        () => [3, 4],
      ),
    ).head;
    expect(flat["position.both"]).toBeNull();
  });

  it("draws queries where there are too many pairs, and still finds the share", () => {
    const own = (s: number, p: number): number[] => [Math.sin(p), Math.cos(7 * s + p * p)];
    const large = measureVectors(
      head(
        Array.from({ length: 8 }, () => 128),
        own,
        own,
      ),
    ).head;
    expect(large["position.both"]! + large["position.neither"]!).toBeGreaterThan(0.5);
    expect(
      Object.entries(large)
        .filter(([id]) => id.startsWith("position."))
        .reduce((a, [, x]) => a + x!, 0),
    ).toBeCloseTo(1, 6);
  });
});

describe("ranks of covariances", () => {
  it("count the directions that vectors fill alike", () => {
    // ± along each of four axes out of six.
    const { head: found } = measureVectors(
      head(
        [4, 4],
        (s, p) => unit(6, p).map((x) => sign(s) * x),
        (s, p) => unit(6, p % 2).map((x) => sign(s) * x),
      ),
    );
    expect(found["query.effective-rank"]).toBeCloseTo(4, 6);
    expect(found["query.stable-rank"]).toBeCloseTo(4, 6);
    expect(found["key.effective-rank"]).toBeCloseTo(2, 6);
  });

  it("are between the counts where one direction leads, worked by hand", () => {
    // Variances 4 and 1: shares 0.8 and 0.2.
    const own = (s: number, p: number): number[] => (p === 0 ? [2 * sign(s), 0] : [0, sign(s)]);
    const { head: found } = measureVectors(head([2, 2], own, () => [1, 1]));
    expect(found["query.effective-rank"]).toBeCloseTo(
      Math.exp(-(0.8 * Math.log(0.8) + 0.2 * Math.log(0.2))),
      6,
    );
    expect(found["query.stable-rank"]).toBeCloseTo(1 + (1 / 4) ** 2, 6);
    expect(found["key.effective-rank"]).toBeNull();
  });
});

describe("registers", () => {
  // CLS and four patches; the key of patch 2 is long in the second picture.
  const k = (s: number, p: number): number[] => (s === 1 && p === 3 ? [9, 0] : p === 0 ? [50, 0] : [1, 0]);
  const pictures = head([5, 5], () => [1, 0], k, { grid: { columns: 2, nSpecial: 1 } });

  it("are patches whose key is an outlier; a special token is none", () => {
    const { head: found, chance } = measureVectors(pictures);
    expect(found["registers.keys"]).toBe(1 / 8);
    // Five queries give it a fifth each, of ten queries.
    expect(found["registers.keys-weight"]).toBeCloseTo(0.1, 6);
    expect(chance["registers.keys-weight"]).toBeCloseTo(0.1, 6);
    expect(found["registers.values"]).toBeNull();
  });

  it("are told by values, too, where the model's are understood", () => {
    const valueNorms = Float32Array.of(0, 1, 1.1, 0.9, 1, 0, 1, 7, 8, 1.05);
    expect(measureVectors({ ...pictures, valueNorms }).head["registers.values"]).toBe(2 / 8);
  });

  it("are none in text", () => {
    expect(measureVectors({ ...pictures, grid: null }).head["registers.keys"]).toBeNull();
  });
});

describe("what must not matter", () => {
  const vector = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 3, maxLength: 3 });
  const sequence = fc.array(fc.tuple(vector, vector), { minLength: 1, maxLength: 5 });
  type Sequences = readonly (readonly (readonly [number[], number[]])[])[];
  const input = (
    all: Sequences,
    q = (x: readonly number[]): readonly number[] => x,
    k = (x: readonly number[]): readonly number[] => x,
  ): VectorInput =>
    head(
      all.map((tokens) => tokens.length),
      (s, p) => q(all[s]![p]![0]),
      (s, p) => k(all[s]![p]![1]),
    );
  const expectSame = (one: VectorInput, other: VectorInput): void => {
    const [a, b] = [measureVectors(one).head, measureVectors(other).head];
    for (const [id, value] of Object.entries(a))
      if (value === null) expect(b[id], id).toBeNull();
      else expect(b[id], id).toBeCloseTo(value, 4);
  };

  it("is a vector added to all keys, a factor between queries and keys, and the order of sequences", () => {
    fc.assert(
      fc.property(fc.array(sequence, { minLength: 2, maxLength: 5 }), vector, (all, added) => {
        const one = input(all);
        expectSame(
          one,
          input(all, undefined, (x) => x.map((y, i) => y + added[i]!)),
        );
        expectSame(
          one,
          input(
            all,
            (x) => x.map((y) => y * 4),
            (x) => x.map((y) => y / 4),
          ),
        );
        expectSame(one, input(all.toReversed()));
      }),
      { numRuns: 60 },
    );
  });
});
