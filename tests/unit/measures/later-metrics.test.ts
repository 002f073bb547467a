import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headMetrics, type MetricsInput } from "#measures/head-metrics.ts";
import { OFFSETS } from "#measures/metrics/offset.ts";

const rows = (...values: number[][]): Float32Array => Float32Array.from(values.flat());
const text = { starts: Uint32Array.of(0, 4), ids: [7, 8, 7, 9], grid: null };

describe("attention at an offset, worked by hand", () => {
  it("is the mean over the tokens that see one there, in causal heads only before the query", () => {
    const weights = rows([1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.6, 0.3, 0.1, 0], [0.1, 0.2, 0.3, 0.4]);
    const { metrics, chance } = headMetrics({ ...text, weights, isCausal: true });
    expect(metrics["offset-2"]).toBeCloseTo((0.6 + 0.2) / 2, 6);
    expect(metrics["offset-3"]).toBeCloseTo(0.1, 6);
    // The third token sees three keys, the fourth four.
    expect(chance["offset-2"]).toBeCloseTo((1 / 3 + 1 / 4) / 2, 6);
    expect(chance["offset-3"]).toBeCloseTo(1 / 4, 6);
    for (const offset of OFFSETS.filter((each) => each > 0 || each < -3))
      expect([metrics[`offset${offset}`], chance[`offset${offset}`]]).toEqual([null, null]);
  });

  it("is measured behind the query, too, where a head reads both ways", () => {
    const weights = rows([0, 0, 0.7, 0.3], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]);
    const { metrics, chance } = headMetrics({ ...text, weights, isCausal: false });
    expect(metrics.offset2).toBeCloseTo((0.7 + 1) / 2, 6);
    expect(metrics.offset3).toBeCloseTo(0.3, 6);
    expect(metrics["offset-2"]).toBe(1);
    expect(metrics.offset4).toBeNull();
    expect(chance.offset2).toBeCloseTo(1 / 4, 6);
  });
});

describe("attention to the same token, worked by hand", () => {
  const weights = rows([0.1, 0.2, 0.6, 0.1], [0.25, 0.25, 0.25, 0.25], [0.5, 0.2, 0.2, 0.1], [0, 0, 0, 1]);

  it("is what goes to other copies, from tokens that have any", () => {
    const { metrics, chance } = headMetrics({ ...text, weights, isCausal: false });
    expect(metrics.duplicate).toBeCloseTo((0.6 + 0.5) / 2, 6);
    expect(chance.duplicate).toBeCloseTo(1 / 4, 6);
  });

  it("is what goes to earlier copies in causal heads", () => {
    const causal = rows([1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.5, 0.3, 0.2, 0], [0, 0, 0, 1]);
    const { metrics, chance } = headMetrics({ ...text, weights: causal, isCausal: true });
    expect(metrics.duplicate).toBeCloseTo(0.5, 6);
    expect(chance.duplicate).toBeCloseTo(1 / 3, 6);
  });

  it("is nothing where no token repeats, and copies in other sequences are none", () => {
    expect(
      headMetrics({ ...text, ids: [1, 2, 3, 4], weights, isCausal: false }).metrics.duplicate,
    ).toBeNull();
    const two = { starts: Uint32Array.of(0, 2, 4), ids: [1, 2, 1, 2], grid: null, isCausal: false };
    expect(headMetrics({ ...two, weights: new Float32Array(8).fill(0.5) }).metrics.duplicate).toBeNull();
  });
});

describe("attention in a picture, worked by hand", () => {
  // A token and 2 × 2 patches: the first and the last show one object, the second another one.
  const picture = {
    starts: Uint32Array.of(0, 5),
    ids: null,
    grid: { columns: 2, nSpecial: 1 },
    objects: [0, 1, 2, 0, 1],
    isCausal: false,
  };
  const weights = rows(
    [0.2, 0.2, 0.2, 0.2, 0.2],
    [0.1, 0.2, 0.3, 0.1, 0.3],
    [0, 0, 1, 0, 0],
    [0, 0.5, 0.5, 0, 0],
    [0.2, 0, 0, 0.7, 0.1],
  );
  const { metrics, chance } = headMetrics({ ...picture, weights });

  it("is told by row and column, from patches alone", () => {
    expect(metrics.sameRow).toBeCloseTo((0.5 + 1 + 0 + 0.8) / 4, 6);
    expect(metrics.sameColumn).toBeCloseTo((0.3 + 1 + 0.5 + 0.1) / 4, 6);
    for (const share of [chance.sameRow, chance.sameColumn]) expect(share).toBeCloseTo(2 / 5, 6);
  });

  it("is told by what patches show, where labels say so", () => {
    expect(metrics.objects).toBeCloseTo((0.6 + 0.8 + 1 + 1 + 0.1) / 5, 6);
    expect(chance.objects).toBeCloseTo(3 / 5, 6);
    expect(metrics.sameObject).toBeCloseTo((0.5 + 1 + 0.1) / 3, 6);
    expect(chance.sameObject).toBeCloseTo((2 + 1 + 2) / 5 / 3, 6);
    for (const objects of [null, [0, 0, 0, 0, 0]])
      expect(headMetrics({ ...picture, objects, weights }).metrics).toMatchObject({
        objects: null,
        sameObject: null,
        sameRow: metrics.sameRow,
      });
  });

  it("knows no offsets, for patches lie in two directions", () => {
    for (const offset of OFFSETS) expect(metrics[`offset${offset}`]).toBeNull();
    expect(metrics.duplicate).toBeNull();
  });

  it("has in text no rows, no columns and no objects", () => {
    const even = new Float32Array(16).fill(0.25);
    expect(headMetrics({ ...text, weights: even, isCausal: false }).metrics).toMatchObject({
      sameRow: null,
      sameColumn: null,
      objects: null,
      sameObject: null,
    });
  });
});

/** The definitions a second time, pair by pair: the mean of a sum of weights over the rows that have such a key. */
function bySum(
  { starts, weights, isCausal }: Pick<MetricsInput, "starts" | "weights" | "isCausal">,
  isMeant: (query: number, key: number, first: number) => boolean,
): number | null {
  const sums: number[] = [];
  let at = 0;
  for (const [s, end] of starts.subarray(1).entries()) {
    const first = starts[s] ?? 0;
    for (let query = first; query < end; query++) {
      const keys = Array.from({ length: end - first }, (_, i) => first + i);
      const seen = keys.filter((key) => !isCausal || key <= query);
      const meant = seen.filter((key) => isMeant(query, key, first));
      if (seen.length > 1 && meant.length > 0)
        sums.push(meant.reduce((sum, key) => sum + (weights[at + key - first] ?? NaN), 0));
      at += end - first;
    }
  }
  return sums.length === 0 ? null : sums.reduce((a, b) => a + b, 0) / sums.length;
}

const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });
const startsOf = (sizes: readonly number[]): Uint32Array =>
  Uint32Array.from([0, ...sizes], (_, s) => sizes.slice(0, s).reduce((a, b) => a + b, 0));
const expectSame = (value: number | null, wanted: number | null): void => {
  if (wanted === null) expect(value).toBeNull();
  else expect(value).toBeCloseTo(wanted, 5);
};

it("agrees with a sum over all pairs, whatever the texts", () => {
  fc.assert(
    fc.property(lengths, fc.boolean(), fc.infiniteStream(fc.nat(9)), (sizes, isCausal, numbers) => {
      const starts = startsOf(sizes);
      const nWeights = sizes.reduce((sum, size) => sum + size * size, 0);
      const ids = [...numbers.take(starts.at(-1))].map((number) => number % 3);
      const weights = Float32Array.from([...numbers.take(nWeights)], (number) => number / 100);
      const input = { starts, ids, weights, isCausal, grid: null };
      const { metrics } = headMetrics(input);
      expectSame(
        metrics.duplicate,
        bySum(input, (query, key) => key !== query && ids[key] === ids[query]),
      );
      for (const offset of OFFSETS)
        expectSame(
          metrics[`offset${offset}`],
          bySum(input, (query, key) => key === query + offset),
        );
    }),
    { numRuns: 60 },
  );
});

it("agrees with a sum over all pairs, whatever the pictures", () => {
  const grids = fc.record({
    columns: fc.integer({ min: 1, max: 4 }),
    nSpecial: fc.integer({ min: 0, max: 2 }),
  });
  fc.assert(
    fc.property(grids, fc.boolean(), fc.infiniteStream(fc.nat(9)), (grid, isCausal, numbers) => {
      const length = grid.nSpecial + grid.columns * 3;
      const starts = startsOf([length, length]);
      const weights = Float32Array.from([...numbers.take(2 * length * length)], (number) => number / 100);
      const objects = Array.from({ length: 2 * length }, (_, token) =>
        token % length < grid.nSpecial ? 0 : token % 4,
      );
      const input = { starts, ids: null, weights, isCausal, grid, objects };
      const { metrics } = headMetrics(input);
      const place = (token: number, first: number): number => token - first - grid.nSpecial;
      const both =
        (of: (patch: number) => number) =>
        (query: number, key: number, first: number): boolean => {
          const [own, other] = [place(query, first), place(key, first)];
          return own >= 0 && other >= 0 && of(own) === of(other);
        };
      expectSame(
        metrics.sameRow,
        bySum(
          input,
          both((patch) => Math.floor(patch / grid.columns)),
        ),
      );
      expectSame(
        metrics.sameColumn,
        bySum(
          input,
          both((patch) => patch % grid.columns),
        ),
      );
      const same = (query: number, key: number): boolean =>
        objects[query] !== 0 && objects[key] === objects[query];
      expectSame(metrics.sameObject, bySum(input, same));
    }),
    { numRuns: 60 },
  );
});
