import { describe, expect, it } from "vitest";
import { headMetrics, type MetricsInput } from "#math/head-metrics.ts";

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
    const metrics = headMetrics({ ...base, weights });
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
    expect(headMetrics({ ...base, weights }).induction).toBe(1);
  });

  it("gives no induction where no token repeats", () => {
    const weights = rows([1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]);
    expect(headMetrics({ ...base, ids: [1, 2, 3, 4], weights }).induction).toBeNull();
    expect(headMetrics({ ...base, weights }).self).toBe(1);
  });

  it("says 1 for attention that is spread evenly", () => {
    const weights = rows([1, 0, 0, 0], [0.5, 0.5, 0, 0], [1 / 3, 1 / 3, 1 / 3, 0], [0.25, 0.25, 0.25, 0.25]);
    expect(headMetrics({ ...base, weights }).entropy).toBeCloseTo(1, 6);
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
    const metrics = headMetrics({ ...input, grid: { columns: 2, nSpecial: 1 } });
    expect(metrics.patchDistance).toBeCloseTo(Math.SQRT2, 6);
    expect(metrics.induction).toBeNull();
  });
});
