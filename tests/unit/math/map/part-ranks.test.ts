import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Kernels } from "#math/kernels.ts";
import { mapQualities, type QualityInput } from "#math/map/map-quality.ts";
import { meanPenaltyAtWorst } from "#math/map/neighbor-penalty.ts";
import { drawParts, ranksAmongAll } from "#math/map/part-ranks.ts";
import { seededRandom } from "#math/random.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));

describe("ranks among all, worked by hand", () => {
  // Twenty points, two parts: the one has the points 0 … 3, 8 … 11 and 16 … 19, the other those between.
  const on = { n: 20, anchors: Int32Array.of(0), wanted: Int32Array.of(5, 9, 19) };

  it("are those of the nearest where they are known, and of what is behind by the share that is seen", () => {
    const nearestOf = () => ({ points: Int32Array.of(9, 4) });
    // Seen are 12 points: without the anchor and the known 9 ten of the others, or nine without the wanted 19.
    const first = { count: 2, of: Int32Array.of(0) };
    expect([...ranksAmongAll({ ...on, ranks: Int32Array.of(4, 2, 11), parts: first, nearestOf })]).toEqual([
      3 + Math.round((2 * 16) / 10),
      1,
      19,
    ]);
    // The other part has 8: without the known 4 seven, or six without the wanted 5.
    const second = { count: 2, of: Int32Array.of(1) };
    expect([...ranksAmongAll({ ...on, ranks: Int32Array.of(4, 2, 8), parts: second, nearestOf })]).toEqual([
      3 + Math.round((2 * 16) / 6),
      1,
      3 + Math.round((6 * 16) / 7),
    ]);
  });

  it("are the best of those as far away, known or not", () => {
    // 9, 4 and 8 are equally far; so is 5, as one of the seen 9 and 8 is no nearer than it.
    const nearest = { points: Int32Array.of(1, 9, 4, 8), distances: Float32Array.of(1, 2, 2, 2) };
    const parts = { count: 2, of: Int32Array.of(0) };
    const wanted = Int32Array.of(5, 8, 4);
    expect([
      ...ranksAmongAll({ ...on, wanted, ranks: Int32Array.of(2, 2, 2), parts, nearestOf: () => nearest }),
    ]).toEqual([2, 2, 2]);
  });

  it("are what was counted where the part is the whole", () => {
    const ranks = Int32Array.of(7, 1, 19);
    const parts = { count: 1, of: Int32Array.of(0) };
    expect([
      ...ranksAmongAll({ ...on, ranks, parts, nearestOf: () => ({ points: Int32Array.of(9, 4, 3) }) }),
    ]).toEqual([7, 1, 19]);
  });
});

describe("parts", () => {
  it("are drawn above 4,000 points, of about 1,000, alike", () => {
    expect(drawParts(4000, 4000, Math.random)).toBeUndefined();
    const parts = drawParts(10_000, 10_000, seededRandom(3))!;
    expect(parts.count).toBe(10);
    for (let part = 0; part < 10; part++) {
      const share = parts.of.filter((of) => of === part).length / 10_000;
      expect(Math.abs(share - 0.1)).toBeLessThan(0.015);
    }
  });
});

describe("the quality of a map of more than 4,000 points", () => {
  const [nTokens, d] = [2200, 6];
  const n = 2 * nTokens;
  const random = seededRandom(21);
  const points = Float32Array.from(
    { length: n * d },
    (_, i) => random() + random() - 1 + (i % 7 === 0 ? 1 : 0),
  );
  const neighbors = kernels.nearestNeighbors(points, n, d, 45, "cosine");
  const coordinates = Float32Array.from(
    { length: n * 2 },
    (_, i) => points[Math.floor(i / 2) * d + (i % 2)]!,
  );
  const input: QualityInput = {
    points,
    shape: { nTokens, dHead: d },
    neighbors,
    patterns: {
      starts: Uint32Array.from({ length: nTokens + 1 }, (_, i) => i),
      weights: new Float32Array(nTokens).fill(1),
      isCausal: false,
    },
    dot: () => 0,
    kernels,
    seed: 5,
    metric: "cosine",
  };
  const anchors = Int32Array.from({ length: n }, (_, i) => i);
  const truth = Int32Array.from(
    { length: n * 15 },
    (_, i) => neighbors.indices[Math.floor(i / 15) * 45 + (i % 15)]!,
  );
  const onMap = kernels.mapRanks(coordinates, 2, anchors, truth);
  const inSpace = kernels.spaceRanks(points, n, d, anchors, onMap.nearest, "cosine");
  const exact = (ranks: Int32Array): number =>
    1 - ranks.reduce((sum, rank) => sum + Math.max(0, rank - 15), 0) / (n * 15 * meanPenaltyAtWorst(n));
  const { measures, distortion } = mapQualities(input, [{ coordinates, dim: 2 }])[0]!;

  it("is the exact one within a few of the standard errors that it states, which are small", () => {
    const error = measures.standardError!;
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(0.003);
    expect(Math.abs(measures.trustworthiness - exact(inSpace))).toBeLessThan(4 * error);
    expect(Math.abs(measures.continuity - exact(onMap.ranks))).toBeLessThan(4 * error);
  });

  it("has the exact recall of neighbors, of all points", () => {
    expect(measures.sampled).toBe(n);
    expect(measures.neighborRecall).toBe(inSpace.filter((rank) => rank <= 15).length / (n * 15));
  });

  it("has a distortion for every point, near the exact one", () => {
    let [worst, sum] = [0, 0];
    for (let i = 0; i < n; i++) {
      const logs = [...inSpace.subarray(i * 15, i * 15 + 15)].map((rank) => Math.log(Math.max(1, rank / 15)));
      const own = logs.reduce((a, b) => a + b, 0) / 15 / Math.log(n / 15);
      worst = Math.max(worst, Math.abs(own - distortion[i]!));
      sum += Math.abs(own - distortion[i]!);
    }
    expect(sum / n).toBeLessThan(0.01);
    expect(worst).toBeLessThan(0.06);
  });

  it("is the same for the same seed", () => {
    expect(mapQualities(input, [{ coordinates, dim: 2 }])[0]).toEqual({ measures, distortion });
  });
});
