import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Kernels } from "#math/kernels.ts";
import { mapQuality, qualityReference } from "#math/map-quality.ts";
import { seededRandom } from "#math/random.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const nTokens = 120;
const random = seededRandom(9);
/** Unit vectors, so that cosine neighbors are neighbors on the circle. */
const circle = Float32Array.from({ length: nTokens * 4 }, () => random() * 2 * Math.PI);
const points = Float32Array.from({ length: nTokens * 4 }, (_, i) =>
  i % 2 === 0 ? Math.cos(circle[i] ?? 0) : Math.sin(circle[i - 1] ?? 0),
);
const shape = { nTokens, dHead: 2 };
const neighbors = kernels.nearestNeighbors(points, nTokens * 2, 2, 15, "cosine");
const weights = new Float32Array(nTokens * nTokens);
const dot = (query: number, key: number): number =>
  (points[query * 2] ?? 0) * (points[(nTokens + key) * 2] ?? 0) +
  (points[query * 2 + 1] ?? 0) * (points[(nTokens + key) * 2 + 1] ?? 0);
for (let query = 0; query < nTokens; query++) {
  const best = Array.from({ length: nTokens }, (_, key) => key).reduce((a, b) =>
    dot(query, b) > dot(query, a) ? b : a,
  );
  weights[query * nTokens + best] = 1;
}
const patterns = { starts: Uint32Array.of(0, nTokens), weights, isCausal: false };
const reference = qualityReference(points, shape, neighbors, patterns, dot, 1);

describe("mapQuality", () => {
  it("trusts a map that is the space itself", () => {
    const quality = mapQuality(points, 2, reference);
    expect(quality).toMatchObject({
      trustworthiness: 1,
      continuity: 1,
      neighborRecall: 1,
      attentionRecall: 1,
      attentionRank: 0,
    });
    expect(quality.distanceCorrelation).toBeCloseTo(-1, 5);
    expect(quality.mixing).toBeGreaterThan(0.4);
  });

  it("does not trust a map that is drawn at random", () => {
    const noise = Float32Array.from({ length: nTokens * 4 }, () => random());
    const quality = mapQuality(noise, 2, reference);
    expect(quality.trustworthiness).toBeLessThan(0.65);
    expect(quality.neighborRecall).toBeLessThan(0.2);
    expect(Math.abs(quality.distanceCorrelation)).toBeLessThan(0.1);
    expect(quality.attentionRank).toBeGreaterThan(0.35);
  });

  it("refuses fewer neighbors than it compares", () => {
    const few = kernels.nearestNeighbors(points, nTokens * 2, 2, 5, "cosine");
    expect(() => qualityReference(points, shape, few, patterns, dot, 1)).toThrow(
      "expected at least 15 of every point, received 5",
    );
  });
});
