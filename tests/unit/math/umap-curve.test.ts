import { describe, expect, it } from "vitest";
import { fitUmapCurve } from "#math/umap-curve.ts";

describe("fitUmapCurve", () => {
  // As umap-learn's find_ab_params(spread=1, min_dist), by a least-squares fit of its own with numeric derivatives.
  it.each([
    [0, 1.932809, 0.790495],
    [0.1, 1.576944, 0.895061],
    [0.25, 1.121436, 1.0575],
    [0.5, 0.58303, 1.334167],
    [0.99, 0.119306, 1.916389],
  ])("finds a and b for a least distance of %f, to the digits it publishes", (minDist, a, b) => {
    expect(fitUmapCurve(minDist)).toEqual({ a, b });
  });
});
