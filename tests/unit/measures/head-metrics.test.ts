import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headMetrics, type MetricsInput } from "#measures/head-metrics.ts";

/** One causal sequence of four tokens: a b a c. */
const base: MetricsInput = {
  starts: Uint32Array.of(0, 4),
  weights: new Float32Array(16),
  isCausal: true,
  ids: [7, 8, 7, 9],
  grid: null,
};

const rows = (...values: number[][]): Float32Array => Float32Array.from(values.flat());

describe("headMetrics", () => {
  it("knows a previous-token head", () => {
    const weights = rows([1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]);
    const { metrics } = headMetrics({ ...base, weights });
    expect(metrics).toMatchObject({
      entropy: 0,
      self: 0,
      previous: 1,
      next: 0,
      distance: 1,
      patchDistance: null,
    });
    expect(metrics.first).toBeCloseTo(1 / 3);
  });

  it("knows an induction head: the third token looks at what followed its first copy", () => {
    const weights = rows([1, 0, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]);
    expect(headMetrics({ ...base, weights }).metrics.induction).toBe(1);
  });

  it("gives no induction where no token repeats", () => {
    const weights = rows([1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]);
    expect(headMetrics({ ...base, ids: [1, 2, 3, 4], weights }).metrics.induction).toBeNull();
    expect(headMetrics({ ...base, weights }).metrics.self).toBe(1);
  });

  it("says 1 for attention that is spread evenly", () => {
    const weights = rows([1, 0, 0, 0], [0.5, 0.5, 0, 0], [1 / 3, 1 / 3, 1 / 3, 0], [0.25, 0.25, 0.25, 0.25]);
    expect(headMetrics({ ...base, weights }).metrics.entropy).toBeCloseTo(1, 6);
  });

  it("measures distances in a picture in patches, apart from the special token", () => {
    const weights = new Float32Array(25);
    // CLS and 2 × 2 patches: every patch looks at the one across.
    for (const [query, key] of [
      [0, 0],
      [1, 4],
      [2, 3],
      [3, 2],
      [4, 1],
    ] as const)
      weights[query * 5 + key] = 1;
    const input = { ...base, starts: Uint32Array.of(0, 5), weights, isCausal: false, ids: null };
    const { metrics } = headMetrics({ ...input, grid: { columns: 2, nSpecial: 1 } });
    expect(metrics.patchDistance).toBeCloseTo(Math.SQRT2, 6);
    expect(metrics.induction).toBeNull();
  });
});

describe("the edges of what a head does, worked by hand", () => {
  const two = { ...base, starts: Uint32Array.of(0, 2), ids: [1, 2] };

  it("leaves rows out that look at nothing that is shown", () => {
    const { metrics } = headMetrics({ ...two, isCausal: false, weights: rows([0, 0], [0.5, 0.5]) });
    expect(metrics).toMatchObject({
      entropy: 1,
      distance: 0.5,
      self: 0.25,
      previous: 0.5,
      next: 0,
      first: 0.5,
    });
  });

  it("measures entropy and distance over what is shown of a row", () => {
    // 0.4 of the weight is shown, three quarters of that on the token itself.
    const { metrics } = headMetrics({ ...two, weights: rows([1, 0], [0.1, 0.3]) });
    const bits = -(0.25 * Math.log2(0.25) + 0.75 * Math.log2(0.75));
    expect(metrics.entropy).toBeCloseTo(bits, 6);
    expect(metrics.distance).toBeCloseTo(0.25, 6);
    expect(metrics.previous).toBeCloseTo(0.1, 6);
  });

  it("takes no token for what follows itself, or for what follows the sequence before", () => {
    // a | a a b: the second a follows a copy of itself, and is none of the keys behind it that a head could copy from.
    const weights = rows([1], [1, 0, 0], [0.5, 0.5, 0], [0, 0.5, 0.5]);
    const ids = { ...base, starts: Uint32Array.of(0, 1, 4) };
    expect(headMetrics({ ...ids, ids: [1, 1, 1, 2], weights }).metrics.induction).toBeNull();
    // b | a c b: what the sequence before ends with is no earlier copy.
    expect(headMetrics({ ...ids, ids: [2, 1, 3, 2], weights }).metrics.induction).toBeNull();
    // x | a a a: the last a has followed the first.
    expect(headMetrics({ ...ids, ids: [3, 1, 1, 1], weights }).metrics.induction).toBe(0.5);
  });

  it("counts the first patch, and leaves out patches that look at special tokens alone", () => {
    // CLS and 2 × 3 patches. The first looks at the one across; the second at CLS alone; the others at themselves.
    const weights = new Float32Array(49);
    for (const [query, key] of [
      [0, 3],
      [1, 5],
      [2, 0],
      [3, 3],
      [4, 4],
      [5, 5],
      [6, 6],
    ] as const)
      weights[query * 7 + key] = 1;
    const input = { ...base, starts: Uint32Array.of(0, 7), weights, isCausal: false, ids: null };
    const { metrics } = headMetrics({ ...input, grid: { columns: 3, nSpecial: 1 } });
    expect(metrics.patchDistance).toBeCloseTo(Math.SQRT2 / 5, 12);
  });
});

/** Weights of a head that spreads `total` evenly over the keys each query can see. */
function evenWeights(
  lengths: readonly number[],
  isCausal: boolean,
  widths = lengths,
  total = 1,
): Float32Array {
  const weights: number[] = [];
  lengths.forEach((length, s) => {
    const width = widths[s] ?? 0;
    for (let row = 0; row < length; row++)
      for (let key = 0; key < width; key++)
        weights.push(isCausal ? (key <= row ? total / (row + 1) : 0) : total / width);
  });
  return Float32Array.from(weights);
}

const startsOf = (lengths: readonly number[]): Uint32Array =>
  Uint32Array.from([0, ...lengths], (_, s) => lengths.slice(0, s).reduce((a, b) => a + b, 0));

describe("what a head scores by chance", () => {
  it("is what even weights over the keys in sight give, row by row", () => {
    // Whatever this head does: chance asks for lengths, ids and the mask alone. Rows see 2, 3 and 4 keys.
    const weights = rows([1, 0, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]);
    const { chance } = headMetrics({ ...base, weights });
    expect(chance.entropy).toBe(1);
    for (const name of ["self", "previous", "first"] as const)
      expect(chance[name]).toBeCloseTo((1 / 2 + 1 / 3 + 1 / 4) / 3, 12);
    expect(chance.next).toBe(0);
    // The third token alone is a repeat, and one of the three keys it sees followed its first copy.
    expect(chance.induction).toBeCloseTo(1 / 3, 12);
    expect(chance.distance).toBeCloseTo((1 / 2 + 3 / 3 + 6 / 4) / 3, 12);
    expect(chance.patchDistance).toBeNull();
  });

  it("leaves out the rows that the measure leaves out", () => {
    // a b | a: the second sequence has one key, the first a first row without a token before.
    const input = { ...base, isCausal: false, starts: Uint32Array.of(0, 2, 3), ids: [1, 2, 1] };
    const { metrics, chance } = headMetrics({ ...input, weights: rows([0, 1], [0.75, 0.25], [1]) });
    expect(chance).toMatchObject({ self: 0.5, previous: 0.5, next: 0.5, first: 0.5, distance: 0.5 });
    expect(metrics).toMatchObject({ self: 0.125, previous: 0.75, next: 1, first: 0.75, distance: 0.875 });
    expect(chance.induction).toBeNull();
  });

  it("measures a picture by its grid, apart from special tokens", () => {
    const weights = evenWeights([5], false);
    const input = { ...base, starts: Uint32Array.of(0, 5), weights, isCausal: false, ids: null };
    const { chance } = headMetrics({ ...input, grid: { columns: 2, nSpecial: 1 } });
    // From a corner of 2 × 2 to itself, to its two neighbors and across.
    expect(chance.patchDistance).toBeCloseTo((0 + 1 + 1 + Math.SQRT2) / 4, 12);
    expect(chance.first).toBeCloseTo(1 / 5, 6);
  });

  it("counts the other sequence's keys in cross-attention", () => {
    const starts = Uint32Array.of(0, 2);
    const weights = evenWeights([2], false, [4]);
    const cross = { ...base, starts, keyStarts: Uint32Array.of(0, 4), weights, isCausal: false, ids: null };
    const { metrics, chance } = headMetrics(cross);
    expect(chance).toMatchObject({ self: null, previous: null, next: null, distance: null });
    expect(chance.first).toBe(0.25);
    expect(metrics.entropy).toBeCloseTo(1, 12);
  });

  it("is nothing where no query has a choice", () => {
    const { chance } = headMetrics({ ...base, starts: Uint32Array.of(0, 1, 2), weights: rows([1], [1]) });
    expect(chance).toMatchObject({ entropy: 0, self: 0, first: 0, induction: null });
  });

  it("is the score of an even head, whatever the lengths, and however much it gives to keys that are not shown", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        lengths,
        fc.boolean(),
        fc.constantFrom(1, 0.04),
        fc.infiniteStream(fc.nat(3)),
        (lengths, isCausal, total, ids) => {
          const starts = startsOf(lengths);
          const weights = evenWeights(lengths, isCausal, lengths, total);
          const input = { ...base, starts, weights, isCausal, ids: [...ids.take(starts.at(-1))] };
          const { metrics, chance } = headMetrics({ ...input, grid: { columns: 3, nSpecial: 1 } });
          for (const name of Object.keys(metrics) as (keyof typeof metrics)[]) {
            if (chance[name] === null) expect(metrics[name]).toBeNull();
            else expect(metrics[name]).toBeCloseTo(chance[name], 5);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
