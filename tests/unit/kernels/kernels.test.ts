import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupEdges } from "#math/edge-groups.ts";
import { Kernels, type AffinityPairs } from "#math/kernels.ts";
import type { Neighbors } from "#math/neighbors/neighbors.ts";
import { affinityPairs, fuzzyUnion, neighborLinks } from "#math/neighbor-graph.ts";
import { pca } from "#math/pca.ts";
import { seededRandom, type Random } from "#math/random.ts";
import { compileKernels } from "../../../scripts/compile-kernels.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const bytes = readFileSync("src/kernels/kernels.wasm");
const kernels = new Kernels(new WebAssembly.Module(bytes));

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Points around `nClusters` far centers; the cluster of point i is i % nClusters. */
function clusters(n: number, d: number, nClusters: number): Float32Array {
  const random = seededRandom(5);
  const centers = Array.from({ length: nClusters * d }, () => 4 * normal(random));
  return Float32Array.from(
    { length: n * d },
    (_, i) => (centers[(Math.floor(i / d) % nClusters) * d + (i % d)] ?? 0) + normal(random),
  );
}

function bruteForce(
  points: Float32Array,
  n: number,
  d: number,
  i: number,
  metric: "cosine" | "euclidean",
): number[] {
  const row = (j: number): Float32Array => points.subarray(j * d, (j + 1) * d);
  const dot = (a: Float32Array, b: Float32Array): number =>
    a.reduce((sum, x, axis) => sum + x * (b[axis] ?? 0), 0);
  const distance = (j: number): number => {
    const [a, b] = [row(i), row(j)];
    return metric === "cosine"
      ? 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
      : Math.sqrt(a.reduce((s, x, axis) => s + (x - (b[axis] ?? 0)) ** 2, 0));
  };
  return Array.from({ length: n }, (_, j) => (j === i ? Infinity : distance(j)));
}

/** Mean distance of points of one cluster over the mean distance of all. */
function clusterRatio(map: Float32Array, dim: number, nClusters: number): number {
  const n = map.length / dim;
  let [inside, nInside, all, nAll] = [0, 0, 0, 0];
  for (let i = 0; i < n; i += 3) {
    for (let j = 0; j < i; j += 2) {
      let square = 0;
      for (let axis = 0; axis < dim; axis++)
        square += ((map[i * dim + axis] ?? 0) - (map[j * dim + axis] ?? 0)) ** 2;
      all += Math.sqrt(square);
      nAll++;
      if (i % nClusters !== j % nClusters) continue;
      inside += Math.sqrt(square);
      nInside++;
    }
  }
  return inside / nInside / (all / nAll);
}

function affinities(of: Neighbors, k: number, perplexity: number): AffinityPairs {
  const graph = neighborLinks(of, kernels.perplexityWeights(of, k, perplexity), k);
  return affinityPairs({ graph, share: 1 });
}

describe("kernels.wasm", () => {
  it("is what src/kernels compiles to", async () => {
    expect(Buffer.from(await compileKernels()).equals(bytes), "run npm run kernels").toBe(true);
  });
});

describe("nearestNeighbors", () => {
  it("finds the neighbors of points on a line, worked by hand", () => {
    const { indices, distances } = kernels.nearestNeighbors(
      Float32Array.of(0, 1, 3, 7),
      4,
      1,
      2,
      "euclidean",
    );
    expect([...indices]).toEqual([1, 2, 0, 2, 1, 0, 2, 1]);
    expect([...distances]).toEqual([1, 3, 1, 2, 2, 3, 4, 6]);
  });

  it("finds what brute force finds, for any shape and both metrics", () => {
    const shape = fc.record({
      n: fc.integer({ min: 5, max: 60 }),
      d: fc.integer({ min: 1, max: 19 }),
      metric: fc.constantFrom("cosine" as const, "euclidean" as const),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(shape, ({ n, d, metric, seed }) => {
        const random = seededRandom(seed);
        const points = Float32Array.from({ length: n * d }, () => normal(random));
        const { indices, distances } = kernels.nearestNeighbors(points, n, d, 4, metric);
        for (let i = 0; i < n; i++) {
          const all = bruteForce(points, n, d, i, metric);
          const best = all.toSorted((a, b) => a - b).slice(0, 4);
          const found = indices.subarray(i * 4, i * 4 + 4);
          expectClose(
            Array.from(found, (j) => all[j] ?? Number.NaN),
            best,
            { abs: 2e-3 },
          );
          expectClose(distances.subarray(i * 4, i * 4 + 4), best, { abs: 2e-3 });
          expect(new Set(found).size).toBe(4);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("refuses a wrong shape or more neighbors than there are", () => {
    expect(() => kernels.nearestNeighbors(new Float32Array(7), 4, 2, 1, "cosine")).toThrow(
      "points: expected 8 numbers, received 7.",
    );
    expect(() => kernels.nearestNeighbors(new Float32Array(8), 4, 2, 4, "cosine")).toThrow(
      "k: expected 1 … 3, received 4.",
    );
  });
});

const [N, D, C] = [600, 12, 6];
const points = clusters(N, D, C);
const neighbors = kernels.nearestNeighbors(points, N, D, 45, "cosine");

describe("fuzzySet", () => {
  it("gives strengths whose sum is log2 of the number of neighbors, the point itself among them", () => {
    const weights = kernels.fuzzySet(neighbors, 14);
    for (let i = 0; i < N; i++) {
      const row = weights.subarray(i * 14, i * 14 + 14);
      expect(row[0]).toBe(1);
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(Math.log2(15), 3);
      expect(row.every((weight, j) => j === 0 || weight <= (row[j - 1] ?? 0))).toBe(true);
    }
  });

  it("unites both directions: a + b − a·b, every pair once", () => {
    const weights = kernels.fuzzySet(neighbors, 14);
    const { firsts, others, weights: united } = fuzzyUnion(neighbors, weights, 14);
    const directed = new Map<string, number>();
    for (let i = 0; i < N; i++) {
      for (let j = 0; j < 14; j++)
        directed.set(`${i} ${neighbors.indices[i * 45 + j] ?? -1}`, weights[i * 14 + j] ?? 0);
    }
    const pairs = new Set<string>();
    firsts.forEach((first, at) => {
      const other = others[at] ?? -1;
      pairs.add(`${Math.min(first, other)} ${Math.max(first, other)}`);
      const [a, b] = [directed.get(`${first} ${other}`) ?? 0, directed.get(`${other} ${first}`) ?? 0];
      expect(united[at]).toBeCloseTo(a + b - a * b, 5);
    });
    expect(pairs.size).toBe(firsts.length);
    for (const edge of directed.keys()) {
      const [first, other] = edge.split(" ").map(Number) as [number, number];
      expect(pairs.has(`${Math.min(first, other)} ${Math.max(first, other)}`)).toBe(true);
    }
  });
});

describe("perplexityWeights", () => {
  it("gives rows that sum to 1 and whose perplexity is the one asked for", () => {
    const weights = kernels.perplexityWeights(neighbors, 45, 15);
    for (let i = 0; i < N; i += 7) {
      const row = weights.subarray(i * 45, i * 45 + 45);
      const entropy = row.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
      expect(Math.exp(entropy)).toBeCloseTo(15, 1);
    }
  });
});

describe("highestDots", () => {
  it("finds the highest products of one set with another, worked by hand", () => {
    const { indices, dots } = kernels.highestDots(Float32Array.of(1, -2), Float32Array.of(3, -1, 2), 1, 2);
    expect([...indices]).toEqual([0, 2, 1, 2]);
    expect([...dots]).toEqual([3, 2, 2, -4]);
  });

  it("finds what sorting finds, for any shape", () => {
    const shape = fc.record({
      nRows: fc.integer({ min: 1, max: 20 }),
      n: fc.integer({ min: 3, max: 40 }),
      d: fc.integer({ min: 1, max: 9 }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(shape, ({ nRows, n, d, seed }) => {
        const random = seededRandom(seed);
        const cloud = (count: number): Float32Array =>
          Float32Array.from({ length: count * d }, () => normal(random));
        const [rows, others] = [cloud(nRows), cloud(n)];
        const { dots } = kernels.highestDots(rows, others, d, 3);
        for (let i = 0; i < nRows; i++) {
          const all = Array.from({ length: n }, (_, j) => {
            let sum = 0;
            for (let axis = 0; axis < d; axis++)
              sum += (rows[i * d + axis] ?? 0) * (others[j * d + axis] ?? 0);
            return sum;
          });
          const best = all.toSorted((a, b) => b - a).slice(0, 3);
          expectClose(dots.subarray(i * 3, i * 3 + 3), best, { abs: 1e-4 });
        }
      }),
    );
  });

  it("refuses half rows, or more than there are", () => {
    const points = new Float32Array(6);
    expect(() => kernels.highestDots(new Float32Array(3), points, 2, 1)).toThrow(
      "rows: expected 4 numbers, received 3.",
    );
    expect(() => kernels.highestDots(points, points, 2, 4)).toThrow("k: expected 1 … 3, received 4.");
  });
});

describe("sharpenRows", () => {
  it("keeps a sharp row, sharpens a broad one to the perplexity, and shares equal weights equally", () => {
    const rows = Float32Array.of(0.9, 0.1, 0, 0.3, 0.25, 0.2, 0.2, 0.2, 0.2, 0, 0, 0);
    const sharp = kernels.sharpenRows(rows, 3, 2);
    expectClose(sharp.subarray(0, 3), [0.9, 0.1, 0], { abs: 1e-6 });
    const broad = sharp.subarray(3, 6);
    const entropy = broad.reduce((sum, p) => sum - p * Math.log(p), 0);
    expect(Math.exp(entropy)).toBeCloseTo(2, 3);
    const powers = [...broad].map((p, i) => Math.log(p / broad[0]!) / Math.log(rows[3 + i]! / 0.3));
    expect(powers[1]).toBeCloseTo(powers[2]!, 3);
    expectClose(sharp.subarray(6, 9), [1 / 3, 1 / 3, 1 / 3], { abs: 1e-6 });
    expect([...sharp.subarray(9)]).toEqual([0, 0, 0]);
  });
});

describe("ranks", () => {
  const all = Int32Array.from({ length: 5 }, (_, i) => i);

  it("on a map on a line, worked by hand", () => {
    const wanted = Int32Array.of(1, 4, 0, 4, 3, 0, 2, 0, 3, 0);
    const { nearest, ranks } = kernels.mapRanks(Float32Array.of(0, 1, 3, 6, 10), 1, all, wanted);
    expect([...nearest]).toEqual([1, 2, 0, 2, 1, 0, 2, 4, 3, 2]);
    expect([...ranks]).toEqual([1, 4, 1, 4, 2, 2, 1, 4, 1, 4]);
  });

  it.each(["cosine", "euclidean"] as const)(
    "in the space are the places that sorting by %s gives",
    (metric) => {
      const [n, d] = [60, 5];
      const random = seededRandom(11);
      const cloud = Float32Array.from({ length: n * d }, () => normal(random));
      const anchors = Int32Array.of(3, 30, 59);
      const wanted = Int32Array.from({ length: 30 }, (_, i) => (i * 7 + 1) % n);
      const ranks = kernels.spaceRanks(cloud, n, d, anchors, wanted, metric);
      anchors.forEach((anchor, row) => {
        const distances = bruteForce(cloud, n, d, anchor, metric);
        for (let slot = row * 10; slot < row * 10 + 10; slot++) {
          if (wanted[slot] === anchor) continue;
          const nearer = distances.filter((distance) => distance < (distances[wanted[slot]!] ?? 0)).length;
          expect(ranks[slot]).toBe(nearer + 1);
        }
      });
    },
  );
});

describe("points that lie on each other", () => {
  // Twenty copies each of seven points: no width of the Gaussian gives a perplexity of 5.
  const copies = Float32Array.from(
    { length: 140 * D },
    (_, i) => points[(Math.floor(i / D) % 7) * D + (i % D)]!,
  );
  const near = kernels.nearestNeighbors(copies, 140, D, 15, "cosine");

  it("keep finite weights, each copy the same", () => {
    const weights = kernels.perplexityWeights(near, 15, 5);
    for (const weight of weights) expect(weight).toBeCloseTo(1 / 15, 5);
    expect(kernels.fuzzySet(near, 14).every(Number.isFinite)).toBe(true);
  });

  it.each([2, 3])("keep finite places in %i-D", (dim) => {
    const start = Float32Array.from(
      { length: 140 * dim },
      (_, i) => ((Math.floor(i / dim) % 7) + (i % dim)) * 1e-4,
    );
    const pairs = affinities(near, 15, 5);
    const options = {
      theta: 0.5,
      nExaggerated: 75,
      earlyPace: 1,
      maxIterations: 200,
      tolerance: 1e-3,
      nSettling: 0,
    };
    expect(kernels.tsne(start, dim, pairs, options).coordinates.every(Number.isFinite)).toBe(true);
    const edges = groupEdges(fuzzyUnion(near, kernels.fuzzySet(near, 14), 14), 140, 200, 1);
    const map = kernels.umapLayout(start, dim, edges, { nEpochs: 200, a: 1.58, b: 0.9, seed: 1 });
    expect(map.every(Number.isFinite)).toBe(true);
  });
});

describe.each([2, 3])("layouts in %i-D", (dim) => {
  const { scores } = pca(points, N, D, 3);
  const start = (scale: number): Float32Array =>
    Float32Array.from(
      { length: N * dim },
      (_, i) => (scores[Math.floor(i / dim) * 3 + (i % dim)] ?? 0) * scale,
    );
  const edges = groupEdges(fuzzyUnion(neighbors, kernels.fuzzySet(neighbors, 14), 14), N, 200, 1);
  const umap = (seed: number): Float32Array =>
    kernels.umapLayout(start(1), dim, edges, { nEpochs: 200, a: 1.577, b: 0.895, seed });
  const pairs = affinities(neighbors, 45, 15);
  const tsne = (theta: number) =>
    kernels.tsne(start(1e-4), dim, pairs, {
      theta,
      nExaggerated: 100,
      earlyPace: 1,
      maxIterations: 750,
      tolerance: 1e-3,
      nSettling: 0,
    });

  it("UMAP keeps made clusters together, and gives the same bytes for the same seed only", () => {
    const map = umap(1);
    expect(map.every(Number.isFinite)).toBe(true);
    expect(clusterRatio(map, dim, C)).toBeLessThan(0.25);
    expect(umap(1)).toEqual(map);
    expect(umap(2)).not.toEqual(map);
  });

  it("t-SNE keeps made clusters together, and gives the same bytes every time", () => {
    const { coordinates } = tsne(0.5);
    expect(coordinates.every(Number.isFinite)).toBe(true);
    expect(clusterRatio(coordinates, dim, C)).toBeLessThan(0.35);
    expect(tsne(0.5).coordinates).toEqual(coordinates);
  });

  it("t-SNE reports the divergence that an exact sum gives", () => {
    const { coordinates, divergence } = tsne(0.2);
    let z = 0;
    const kernel = (i: number, j: number): number => {
      let square = 0;
      for (let axis = 0; axis < dim; axis++)
        square += ((coordinates[i * dim + axis] ?? 0) - (coordinates[j * dim + axis] ?? 0)) ** 2;
      // Student's t with dim − 1 degrees of freedom.
      return dim === 2 ? 1 / (1 + square) : (1 + square / 2) ** -1.5;
    };
    for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) if (i !== j) z += kernel(i, j);
    let exact = 0;
    for (let i = 0; i < N; i++) {
      for (let pair = pairs.starts[i] ?? 0; pair < (pairs.starts[i + 1] ?? 0); pair++) {
        const p = pairs.weights[pair] ?? 0;
        exact += 2 * p * Math.log(p / (kernel(i, pairs.others[pair] ?? 0) / z));
      }
    }
    expect(divergence).toBeCloseTo(exact, 1);
  });

  it("t-SNE does not take for settled what exaggeration has drawn into one place", () => {
    // All pairs of N points, those of a cluster three times as strong: nearly even, as a head that looks at all keys.
    const starts = Int32Array.from({ length: N + 1 }, (_, i) => i * N - (i * (i + 1)) / 2);
    const ends = Array.from({ length: N }, (_, i) =>
      Array.from({ length: N - 1 - i }, (__, j) => [i, i + 1 + j]),
    );
    const shares = ends.flat().map(([i = 0, j = 0]) => (i % C === j % C ? 3 : 1));
    const total = shares.reduce((a, b) => a + b, 0);
    const others = Int32Array.from(ends.flat(), ([, j = 0]) => j);
    const weights = Float32Array.from(shares, (share) => share / total / 2);
    const options = {
      theta: 0.8,
      nExaggerated: 75,
      earlyPace: 1,
      maxIterations: 750,
      tolerance: 0.02,
      nSettling: 0,
    };
    const { coordinates } = kernels.tsne(start(1e-4), dim, { starts, others, weights }, options);
    const squares = coordinates.reduce((sum, x) => sum + x * x, 0);
    expect(Math.sqrt(squares / N)).toBeGreaterThan(0.5);
  });
});
