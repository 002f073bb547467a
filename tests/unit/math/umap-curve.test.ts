import { describe, expect, it } from "vitest";
import { fitUmapCurve } from "#math/umap-curve.ts";

describe("fitUmapCurve", () => {
  // As umap-learn's find_ab_params(spread=1, min_dist) gives them.
  it.each([
    [0.1, 1.577, 0.8951],
    [0.5, 0.583, 1.334],
  ])("finds a and b for a least distance of %f", (minDist, a, b) => {
    const curve = fitUmapCurve(minDist);
    expect(curve.a).toBeCloseTo(a, 2);
    expect(curve.b).toBeCloseTo(b, 2);
  });
});
