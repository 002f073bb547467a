import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Kernels } from "#math/kernels.ts";
import { mapQualities, type MapMeasures, type QualityInput } from "#math/map/map-quality.ts";
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
const input: QualityInput = { points, shape, neighbors, patterns, dot, kernels, seed: 1, metric: "cosine" };
const noise = Float32Array.from({ length: nTokens * 4 }, () => random());

function measure(coordinates: Float32Array): { quality: MapMeasures; distortion: Float32Array } {
  const [of] = mapQualities(input, [{ coordinates, dim: 2 }]);
  return { quality: of!.measures, distortion: of!.distortion };
}

describe("mapQualities", () => {
  it("trusts a map that is the space itself", () => {
    const { quality, distortion } = measure(points);
    expect(quality).toMatchObject({
      trustworthiness: 1,
      continuity: 1,
      neighborRecall: 1,
      attentionRecall: 1,
      attentionRank: 0,
    });
    expect(quality.distanceCorrelation).toBeCloseTo(-1, 5);
    expect(quality.shepardCorrelation).toBeCloseTo(1, 5);
    expect(quality.mixing).toBeGreaterThan(0.4);
    expect(quality.sampled).toBe(nTokens * 2);
    expect(Math.max(...distortion)).toBe(0);
  });

  it("does not trust a map that is drawn at random", () => {
    const { quality, distortion } = measure(noise);
    expect(quality.trustworthiness).toBeLessThan(0.65);
    expect(quality.neighborRecall).toBeLessThan(0.2);
    expect(Math.abs(quality.distanceCorrelation)).toBeLessThan(0.1);
    expect(Math.abs(quality.shepardCorrelation)).toBeLessThan(0.1);
    expect(quality.attentionRank).toBeGreaterThan(0.35);
    expect(Math.min(...distortion)).toBeGreaterThan(0.1);
  });

  it("says how many most attended keys are near by chance: 3 of the keys in sight, where there are more", () => {
    const [of] = mapQualities(
      { ...input, patterns: { starts: Uint32Array.of(0, 5, 8), weights, isCausal: true } },
      [{ coordinates: noise, dim: 2 }],
    );
    // The last two tokens of the first sequence see 4 and 5 keys; all others see 3 at most.
    expect(of?.measures.attentionRecallChance).toBeCloseTo((3 / 4 + 3 / 5) / 2, 12);
    expect(measure(noise).quality.attentionRecallChance).toBeCloseTo(3 / nTokens, 12);
  });

  it("measures a map the same, alone or beside others", () => {
    const both = mapQualities(input, [
      { coordinates: points, dim: 2 },
      { coordinates: noise, dim: 2 },
    ]);
    expect(both[0]?.measures).toEqual(measure(points).quality);
    expect(both[1]).toEqual(mapQualities(input, [{ coordinates: noise, dim: 2 }])[0]);
  });

  it("finds a point that was put among strangers", () => {
    const moved = points.slice();
    moved.set([-(points[0] ?? 0), -(points[1] ?? 0)]);
    const { distortion } = measure(moved);
    expect(distortion.indexOf(Math.max(...distortion))).toBe(0);
    // All 15 around it are about the furthest of 240: log(240 / 15) / log(240 / 15).
    expect(distortion[0]).toBeGreaterThan(0.9);
  });

  it("gives trustworthiness as Venna and Kaski define it, by sorting", () => {
    const { quality } = measure(noise);
    const n = nTokens * 2;
    const order = (of: Float32Array, i: number): number[] => {
      const square = (j: number): number =>
        Math.hypot(of[j * 2]! - of[i * 2]!, of[j * 2 + 1]! - of[i * 2 + 1]!);
      return Array.from({ length: n }, (_, j) => j)
        .filter((j) => j !== i)
        .sort((a, b) => square(a) - square(b));
    };
    let untrue = 0;
    for (let i = 0; i < n; i++) {
      const truth = order(points, i);
      for (const j of order(noise, i).slice(0, 15)) untrue += Math.max(0, truth.indexOf(j) + 1 - 15);
    }
    expect(quality.trustworthiness).toBeCloseTo(1 - (2 / (n * 15 * (2 * n - 45 - 1))) * untrue, 3);
  });

  it("refuses fewer neighbors than it compares", () => {
    const few = kernels.nearestNeighbors(points, nTokens * 2, 2, 5, "cosine");
    expect(() => mapQualities({ ...input, neighbors: few }, [])).toThrow(
      "expected at least 15 of every point, received 5",
    );
  });
});
