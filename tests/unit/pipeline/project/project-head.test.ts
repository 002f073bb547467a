import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { projectionName, type Projection } from "#atlas/method.ts";
import { align } from "#math/align.ts";
import { attentionGraph } from "#math/attention-graph.ts";
import { attentionPattern } from "#math/attention-pattern.ts";
import { Kernels } from "#math/kernels.ts";
import { mapQualities } from "#math/map/map-quality.ts";
import { seededRandom } from "#math/random.ts";
import { orientationOf } from "#pipeline/project/orientation.ts";
import { projectHead, type HeadProjections } from "#pipeline/project/project-head.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const projections: Projection[] = (["attention", "umap", "tsne", "pca"] as const).flatMap((method) =>
  ([2, 3] as const).map((dim) => ({ method, dim })),
);
const options = {
  engine: "headland",
  metric: "cosine",
  perplexity: 12,
  nNeighbors: 15,
  minDist: 0.1,
  epochs: null,
  iterations: 750,
} as const;
const LENGTH = 12;

/** Stages 5 to 7 of a head with sequences of twelve tokens; `value` gives each number of a query or key. */
function run(
  nTokens: number,
  dHead: number,
  value: (token: number, axis: number, role: number) => number,
  wanted: readonly Projection[] = projections,
  metric: "cosine" | "euclidean" = "cosine",
) {
  const vectors = (role: number): Float32Array =>
    Float32Array.from({ length: nTokens * dHead }, (_, i) => value(Math.floor(i / dHead), i % dHead, role));
  const [q, k] = [vectors(0), vectors(1)];
  const starts = Uint32Array.from({ length: Math.ceil(nTokens / LENGTH) + 1 }, (_, s) =>
    Math.min(nTokens, s * LENGTH),
  );
  const weights = Float32Array.from(
    Array.from(starts.subarray(1)).flatMap((end, s) => {
      const [from, to] = [starts[s]! * dHead, end * dHead];
      const size = { nTokens: end - starts[s]!, dHead, isCausal: false };
      return [...attentionPattern(q.subarray(from, to), k.subarray(from, to), size)];
    }),
  );
  const patterns = { starts, weights, isCausal: false };
  const shape = { nTokens, dHead };
  const { points } = align(q, k, shape, patterns, kernels, { criterion: "headland", seed: 1 });
  const attentionLinks = attentionGraph(q, k, shape, patterns, kernels);
  const projected = projectHead({
    points,
    n: nTokens * 2,
    d: dHead,
    attentionLinks,
    projections: wanted,
    options: { ...options, metric },
    kernels,
    seed: 1,
    orientation: orientationOf({ starts, keyStarts: null, ids: null, grid: null }),
  });
  const qualities = mapQualities(
    {
      points,
      shape,
      neighbors: projected.neighbors,
      patterns,
      dot: () => 0,
      kernels,
      seed: 1,
      metric,
    },
    projected.maps.map(({ projection, coordinates }) => ({ dim: projection.dim, coordinates })),
  );
  return { projected, qualities, q, k, patterns };
}

function expectWhole({ maps }: HeadProjections, nTokens: number): void {
  for (const { projection, coordinates } of maps) {
    expect(coordinates.length, projectionName(projection)).toBe(nTokens * 2 * projection.dim);
    expect(coordinates.every(Number.isFinite), projectionName(projection)).toBe(true);
  }
}

describe("projectHead", () => {
  const random = seededRandom(4);
  const noise = Array.from({ length: 120 * 8 * 2 }, () => random() - 0.5);
  const cloud = (token: number, axis: number, role: number): number =>
    4 * noise[(role * 120 + token) * 8 + axis]!;

  it("puts a query nearer to the key it attends to most than the other methods do", () => {
    const { qualities } = run(120, 8, cloud);
    const recall = (name: string): number =>
      qualities[projections.findIndex((projection) => projectionName(projection) === name)]!.measures
        .attentionRecall;
    // Noise has no order that two axes could keep: on real heads the lead is far larger.
    expect(recall("attention2")).toBeGreaterThan(0.6);
    expect(recall("attention2")).toBeGreaterThan(recall("umap2"));
    expect(recall("attention3")).toBeGreaterThan(recall("tsne3"));
  });

  it("gives the same bytes whichever other maps are asked for", () => {
    const { projected } = run(120, 8, cloud);
    const few = run(120, 8, cloud, [projections[1]!, projections[4]!]).projected;
    expect(few.maps[0]).toEqual(projected.maps[1]);
    expect(few.maps[1]).toEqual(projected.maps[4]);
  });

  it("measures nearness as the metric says: lengths count in the Euclidean one only", () => {
    // Two directions, each at two lengths: four clusters by distance, two by direction.
    const value = (token: number, axis: number, role: number): number =>
      (axis === token % 2 ? (token % 4 < 2 ? 1 : 6) : 0) + 0.05 * cloud(token, axis, role);
    const umap: Projection[] = [{ method: "umap", dim: 2 }];
    const share = (metric: "cosine" | "euclidean"): number => {
      const { indices, k } = run(120, 8, value, umap, metric).projected.neighbors;
      const sameLength = indices.filter((j, at) => {
        const i = Math.floor(at / k);
        return at % k < 15 && (i % 120) % 4 < 2 === (j % 120) % 4 < 2;
      });
      return sameLength.length / (240 * 15);
    };
    expect(share("euclidean")).toBe(1);
    expect(share("cosine")).toBeLessThan(0.95);
  });

  it("turns all maps to agree with the PCA", () => {
    const { projected } = run(120, 8, cloud);
    const pca = projected.maps.find(({ projection }) => projectionName(projection) === "pca2")!.coordinates;
    for (const { projection, coordinates } of projected.maps) {
      if (projection.dim !== 2) continue;
      // Turned as well as can be, both axes agree in the sum with those of the PCA.
      let along = 0;
      for (let i = 0; i < pca.length; i++) along += pca[i]! * coordinates[i]!;
      expect(along, projection.method).toBeGreaterThan(0);
    }
  });

  it("turns the map of every head alike: later tokens to the right, in 3-D as in 2-D", () => {
    // A line of positions, laid in another direction and another sense by every head.
    const along = (sign: number, axis: number) => (token: number, at: number, role: number) =>
      cloud(token, at, role) / 4 + (at === axis ? (sign * (token % LENGTH)) / 4 : 0);
    for (const head of [along(1, 0), along(-1, 0), along(1, 5), along(-1, 3)]) {
      for (const { projection, coordinates } of run(120, 8, head, projections, "euclidean").projected.maps) {
        let right = 0;
        for (let i = 0; i < 240; i++)
          right += coordinates[i * projection.dim]! * ((i % LENGTH) - (LENGTH - 1) / 2);
        expect(right, projectionName(projection)).toBeGreaterThan(0);
      }
    }
  });
});

describe("heads that are hard to project", () => {
  const random = seededRandom(6);
  const noise = Array.from({ length: 4000 }, () => random() - 0.5);

  it.each([
    [
      "every token twice",
      60,
      6,
      (token: number, axis: number, role: number) => noise[(role * 60 + (token % 30)) * 6 + axis]!,
    ],
    [
      "axes that do not vary",
      60,
      6,
      (token: number, axis: number, role: number) => (axis < 3 ? 2 : noise[(role * 60 + token) * 6 + axis]!),
    ],
    ["all vectors alike", 60, 6, () => 1.5],
    ["all vectors zero", 60, 6, () => 0],
    [
      "queries alike and keys alike",
      60,
      6,
      (_: number, axis: number, role: number) => (axis === role ? 1 : 0),
    ],
    [
      "fewer points than neighbors asked for",
      12,
      6,
      (token: number, axis: number, role: number) => noise[(role * 12 + token) * 6 + axis]!,
    ],
    ["one axis", 40, 1, (token: number, _: number, role: number) => noise[role * 40 + token]!],
    [
      "two axes",
      40,
      2,
      (token: number, axis: number, role: number) => noise[(role * 40 + token) * 2 + axis]!,
    ],
    [
      "lengths of a million and a millionth",
      40,
      4,
      (token: number, axis: number, role: number) =>
        noise[(role * 40 + token) * 4 + axis]! * (token % 2 === 0 ? 1e6 : 1e-6),
    ],
  ] as const)("%s: all maps are whole, and so are their numbers", (_, nTokens, dHead, value) => {
    const { projected, qualities } = run(nTokens, dHead, value);
    expectWhole(projected, nTokens);
    for (const { measures, distortion } of qualities) {
      expect(Object.values(measures).every(Number.isFinite)).toBe(true);
      expect(measures.trustworthiness).toBeLessThanOrEqual(1);
      expect(measures.mixing).toBeGreaterThanOrEqual(0);
      expect(distortion.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
  });
});

it("finds nearly all neighbors of many points, and all neighbors of fewer", () => {
  const random = seededRandom(9);
  const points = Float32Array.from({ length: 16_000 * 3 }, () => random() - 0.5);
  const neighborsOf = (n: number) =>
    projectHead({
      points: points.subarray(0, n * 3),
      n,
      d: 3,
      attentionLinks: {
        starts: new Int32Array(n + 1),
        others: new Int32Array(),
        weights: new Float32Array(),
      },
      projections: [{ method: "pca", dim: 2 }],
      options,
      kernels,
      seed: 1,
    }).neighbors;
  expect(neighborsOf(16_000)).toEqual(kernels.nearlyAllNeighbors(points, 16_000, 3, 15, "cosine"));
  const few = points.subarray(0, 15_999 * 3);
  expect(neighborsOf(15_999)).toEqual(kernels.nearestNeighbors(few, 15_999, 3, 15, "cosine"));
});
