import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Kernels, type Metric } from "#math/kernels.ts";
import type { Neighbors } from "#math/neighbors/neighbors.ts";
import { seededRandom } from "#math/random.ts";
import { memoryProblem } from "#pipeline/problems/memory-problem.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const METRICS = ["cosine", "euclidean"] as const satisfies Metric[];
const [N, D, K] = [6000, 12, 30];

/** Points on a bent sheet of four axes in a space of twelve: near ones are near along the sheet. */
const cloud = sheet(N, 7);
function sheet(n: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const rows = Array.from({ length: n }, () => {
    const [a, b, c, e] = [random(), random(), random(), random()].map((x) => 3 * x);
    return Array.from(
      { length: D },
      (_, axis) => Math.sin(a! + axis) + Math.cos(b! * (axis % 3)) + c! * (axis % 2) - e!,
    );
  });
  return Float32Array.from(rows.flat());
}

/** Share of the k nearest that were found: those no further than the last of them. */
function recall(found: Neighbors, exact: Neighbors, k: number): number {
  let nFound = 0;
  for (let i = 0; i < exact.n; i++) {
    const furthest = exact.distances[i * exact.k + k - 1]! + 1e-5;
    for (let slot = 0; slot < k; slot++) if (found.distances[i * found.k + slot]! <= furthest) nFound++;
  }
  return nFound / (exact.n * k);
}

describe.each(METRICS)("nearly all neighbors by %s", (metric) => {
  const exact = kernels.nearestNeighbors(cloud, N, D, K, metric);
  const found = kernels.nearlyAllNeighbors(cloud, N, D, K, metric);

  it("are those that comparing all pairs finds", () => {
    expect(recall(found, exact, K)).toBeGreaterThan(0.97);
    expect(recall(found, exact, 15)).toBeGreaterThan(0.98);
  });

  it("are different points, nearest first, each at its own distance and none the point itself", () => {
    for (let i = 0; i < N; i += 13) {
      const row = found.indices.subarray(i * K, i * K + K);
      const distances = found.distances.subarray(i * K, i * K + K);
      expect(new Set([...row, i]).size).toBe(K + 1);
      expect([...distances]).toEqual([...distances].sort((a, b) => a - b));
      row.forEach((other, slot) => {
        expect(distances[slot]!).toBeCloseTo(distanceOf(i, other, metric), 2);
      });
    }
  });

  it("are the same every time, and by themselves among few points", () => {
    expect(kernels.nearlyAllNeighbors(cloud, N, D, K, metric)).toEqual(found);
    const few = cloud.subarray(0, 1000 * D);
    expect(kernels.nearlyAllNeighbors(few, 1000, D, K, metric)).toEqual(
      kernels.nearestNeighbors(few, 1000, D, K, metric),
    );
  });
});

it("nearly all neighbors stay the same ones when all vectors are doubled", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 7 }), (seed, d) => {
      const n = 5000;
      const random = seededRandom(seed);
      const points = Float32Array.from({ length: n * d }, () => random() - 0.5);
      const twice = kernels.nearlyAllNeighbors(
        points.map((x) => 2 * x),
        n,
        d,
        3,
        "euclidean",
      );
      expect(twice.indices).toEqual(kernels.nearlyAllNeighbors(points, n, d, 3, "euclidean").indices);
    }),
    { numRuns: 5 },
  );
});

it("points in one place have neighbors in that place", () => {
  const found = kernels.nearlyAllNeighbors(new Float32Array(5000 * 4).fill(1), 5000, 4, 5, "cosine");
  expect(Math.max(...found.distances)).toBeLessThan(1e-6);
  for (let i = 0; i < 5000; i++)
    expect(new Set([...found.indices.subarray(i * 5, i * 5 + 5), i]).size).toBe(6);
});

describe("what does not fit", () => {
  it("is refused: a wrong shape, or more neighbors than there are", () => {
    expect(() => kernels.nearlyAllNeighbors(new Float32Array(7), 4, 2, 1, "cosine")).toThrow(
      "points: expected 8 numbers, received 7.",
    );
    expect(() => kernels.nearlyAllNeighbors(new Float32Array(8), 4, 2, 4, "cosine")).toThrow(
      "k: expected 1 … 3, received 4.",
    );
  });

  it("is refused before it is begun where the neighbors alone are more than WebAssembly's memory", () => {
    const refused = (): unknown =>
      kernels.nearestNeighbors(new Float32Array(40_000), 40_000, 1, 39_999, "euclidean");
    expect(refused).toThrow(
      "WebAssembly ran out of memory: 6,104 MB more were needed; it has 4,096 MB at most.",
    );
    let problem: unknown;
    try {
      refused();
    } catch (error) {
      problem = memoryProblem(error, "tiny-gpt L0H0");
    }
    expect(problem).toMatchObject({ what: "there is not enough memory", where: "tiny-gpt L0H0" });
  });
});

function distanceOf(i: number, j: number, metric: Metric): number {
  let [ab, aa, bb, square] = [0, 0, 0, 0];
  for (let axis = 0; axis < D; axis++) {
    const [x, y] = [cloud[i * D + axis]!, cloud[j * D + axis]!];
    ab += x * y;
    aa += x * x;
    bb += y * y;
    square += (x - y) ** 2;
  }
  return metric === "cosine" ? 1 - ab / Math.sqrt(aa * bb) : Math.sqrt(square);
}
