import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { PROJECTION_DEFAULTS } from "#atlas/config.schema.ts";
import { attentionPattern } from "#math/attention-pattern.ts";
import { seededRandom } from "#math/random.ts";
import { PROJECTION_OPTIONS } from "#projections/projections.ts";
import {
  alignHead,
  attentionMap,
  headMapQuality,
  loadKernels,
  mapQuality,
  pca,
  ShapeError,
  tsne,
  umap,
  type Head,
} from "../../../src/library/project.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const D = 8;
/** Four groups of 40 vectors, each around a direction of its own. */
function groups(): Float32Array {
  const random = seededRandom(7);
  return Float32Array.from({ length: 160 * D }, (_, i) => {
    const group = Math.floor(i / D / 40);
    return (i % D === group ? 4 : 0) + random() - 0.5;
  });
}

/** A made-up head over two sequences of 12 and 18 tokens; its weights are the softmax of its products. */
function madeUpHead(dHead = 4): Head {
  const random = seededRandom(3);
  const cloud = (): Float32Array => Float32Array.from({ length: 30 * dHead }, () => 4 * random() - 2);
  const [q, k] = [cloud(), cloud()];
  const weights = [
    [0, 12],
    [12, 30],
  ].flatMap(([start = 0, end = 0]) => {
    const part = (all: Float32Array): Float32Array => all.subarray(start * dHead, end * dHead);
    return [...attentionPattern(part(q), part(k), { nTokens: end - start, dHead, isCausal: false })];
  });
  const patterns = {
    starts: Uint32Array.of(0, 12, 30),
    weights: Float32Array.from(weights),
    isCausal: false,
  };
  return { q, k, dHead, patterns };
}

/** Mean distance between points of one group, divided by that between points of different groups. */
function spread(map: Float32Array, dim: number): number {
  const [own, other] = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < 160; i++) {
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let axis = 0; axis < dim; axis++) square += (map[i * dim + axis]! - map[j * dim + axis]!) ** 2;
      const sum = Math.floor(i / 40) === Math.floor(j / 40) ? own : other;
      sum[0]! += Math.sqrt(square);
      sum[1]!++;
    }
  }
  return own[0]! / own[1]! / (other[0]! / other[1]!);
}

describe.each([
  ["umap", umap],
  ["tsne", tsne],
] as const)("%s", (_, project) => {
  it("keeps groups together, in two axes and in three", async () => {
    const points = groups();
    for (const dim of [2, 3] as const) {
      const map = await project(points, D, { dim });
      expect(map).toHaveLength(160 * dim);
      expect(spread(map, dim)).toBeLessThan(0.35);
      const { measures } = await mapQuality(points, D, map, { dim });
      expect(measures.trustworthiness).toBeGreaterThan(0.85);
      expect(measures.sampled).toBe(160);
    }
  });

  it("gives the same bytes for the same seed, with kernels from anywhere", async () => {
    const points = groups();
    const map = await project(points, D, { seed: 5 });
    const kernels = await loadKernels(await readFile("src/kernels/kernels.wasm"));
    expect(await project(points, D, { seed: 5, kernels })).toEqual(map);
    expect(await project(points, D, { seed: 6 })).not.toEqual(map);
  });

  it("does not ask how long vectors are, unless the metric does", async () => {
    const points = groups();
    const longer = points.map((x, i) => x * (Math.floor(i / D) % 3 === 0 ? 2 : 1));
    const quality = async (of: Float32Array, metric: "cosine" | "euclidean"): Promise<number> => {
      const map = await project(of, D, { metric });
      return (await mapQuality(points, D, map, { metric: "cosine" })).measures.neighborRecall;
    };
    expect(await quality(longer, "cosine")).toBeGreaterThan((await quality(longer, "euclidean")) + 0.05);
  });

  it("says what it expects instead of vectors or options", async () => {
    const points = groups();
    const odd = points.slice();
    odd[19] = NaN;
    await expect(project(odd, D)).rejects.toThrow(
      new ShapeError("points, row 2, number 3: expected a finite number, received NaN."),
    );
    await expect(project(points, 7)).rejects.toThrow("points: expected rows of 7 numbers");
    await expect(project(points.subarray(0, 16 * D), D)).rejects.toThrow(
      "expected at least 17, received 16.",
    );
    await expect(project(points, 0)).rejects.toThrow("d: expected a whole number from 1, received 0.");
    await expect(project(points.subarray(0, 80), 2, { dim: 3 })).rejects.toThrow(
      "dim: expected 2, received 3.",
    );
    await expect(project(points, D, { seed: -1 })).rejects.toThrow(
      new RangeError("seed: expected a whole number from 0 to 4294967295, received -1."),
    );
    await expect(project(points, D, { metric: "l1" as "cosine" })).rejects.toThrow(
      "metric: expected cosine or euclidean, received l1.",
    );
  });
});

describe("options", () => {
  it("are those of a dataset that says nothing", () => {
    expect(PROJECTION_DEFAULTS).toMatchObject(PROJECTION_OPTIONS);
  });

  it("are checked each in its range", async () => {
    const points = groups();
    await expect(umap(points, D, { nNeighbors: 1 })).rejects.toThrow("nNeighbors: expected a whole number");
    await expect(umap(points, D, { minDist: 2 })).rejects.toThrow("minDist: expected a number from 0 to 1");
    await expect(umap(points, D, { epochs: 5 })).rejects.toThrow("epochs: expected a whole number from 10");
    await expect(tsne(points, D, { perplexity: NaN })).rejects.toThrow("perplexity: expected a number");
    await expect(tsne(points, D, { iterations: 1e6 })).rejects.toThrow("iterations: expected a whole number");
  });

  it("change the map", async () => {
    const points = groups();
    expect(await umap(points, D, { minDist: 0.8 })).not.toEqual(await umap(points, D));
    expect(await tsne(points, D, { perplexity: 5 })).not.toEqual(await tsne(points, D));
  });
});

describe("pca", () => {
  it("finds the axes of a cross, worked by hand", () => {
    // 18 points on two axes: ±1 … ±3 of the first three times, ±1 … of the second at a third of the length.
    const along = [3, 2, 1, -1, -2, -3];
    const points = Float32Array.from([
      ...along.flatMap((x) => [5 + x, 7, 0]),
      ...along.flatMap((x) => [5 + x, 7, 0]),
      ...along.flatMap((x) => [5, 7 + x / 2, 0]),
    ]);
    const { coordinates, explained } = pca(points, 3);
    // Sums of squares: 2 · 28 and 28 / 4.
    expectClose(explained, [56 / 63, 7 / 63], { abs: 1e-6 });
    expectClose(coordinates.subarray(0, 4), [3, 0, 2, 0], { abs: 1e-6 });
    expectClose(coordinates.subarray(24, 28), [0, 1.5, 0, 1], { abs: 1e-6 });
  });

  it("has no more axes than the vectors", () => {
    expect(() => pca(groups(), 2, { dim: 3 })).toThrow(new ShapeError("dim: expected 2, received 3."));
  });
});

describe("mapQuality", () => {
  it("finds nothing wrong with a map that is the space itself", async () => {
    const points = groups();
    const flat = Float32Array.from({ length: 320 }, (_, i) => points[Math.floor(i / 2) * D + (i % 2)]!);
    const { measures, distortion } = await mapQuality(flat, 2, flat, { metric: "euclidean" });
    expect(measures).toEqual({
      trustworthiness: 1,
      continuity: 1,
      neighborRecall: 1,
      shepardCorrelation: expect.closeTo(1, 6) as number,
      sampled: 160,
    });
    expect(Math.max(...distortion)).toBe(0);
  });

  it("trusts a map of chance no more than chance", async () => {
    const random = seededRandom(9);
    const noise = Float32Array.from({ length: 320 }, () => random());
    const { measures } = await mapQuality(groups(), D, noise);
    expect(measures.neighborRecall).toBeLessThan(0.2);
    expect(Math.abs(measures.shepardCorrelation)).toBeLessThan(0.2);
  });

  it("says that the places are not those of the points", async () => {
    await expect(mapQuality(groups(), D, new Float32Array(300))).rejects.toThrow(
      "coordinates: expected 320 numbers, received 300.",
    );
    await expect(mapQuality(groups(), D, new Float32Array(320).fill(NaN))).rejects.toThrow("finite");
  });
});

describe("a head", () => {
  it("is brought into one space: products change by a constant of each query alone", async () => {
    const head = madeUpHead();
    const { points, scale } = await alignHead(head);
    const { q, k, dHead } = head;
    const dot = (a: Float32Array, i: number, b: Float32Array, j: number): number => {
      let sum = 0;
      for (let axis = 0; axis < dHead; axis++) sum += a[i * dHead + axis]! * b[j * dHead + axis]!;
      return sum;
    };
    expect(scale).toBeGreaterThan(0);
    for (const query of [0, 7, 29]) {
      const shifts = [0, 3, 11].map((key) => dot(points, query, points, 30 + key) - dot(q, query, k, key));
      expectClose(
        shifts,
        shifts.map(() => shifts[0]!),
        { abs: 1e-3 },
      );
    }
  });

  it("is laid out so that the most attended key is nearer than on a map of likeness", async () => {
    const head = madeUpHead();
    const joint = await alignHead(head);
    const map = await attentionMap(head);
    const likeness = await umap(joint.points, head.dHead);
    const own = (await headMapQuality(head, joint, map)).measures;
    const other = (await headMapQuality(head, joint, likeness)).measures;
    expect(own.attentionRecall).toBeGreaterThan(other.attentionRecall + 0.1);
    expect(own.attentionRecall).toBeGreaterThan(2 * own.attentionRecallChance);
    // What needs no roles is what is measured of any map.
    const { measures, distortion } = await mapQuality(joint.points, head.dHead, map);
    const { trustworthiness, continuity, neighborRecall } = own;
    expect(measures).toMatchObject({ trustworthiness, continuity, neighborRecall });
    expect(distortion).toEqual((await headMapQuality(head, joint, map)).distortion);
    expect(await attentionMap(head)).toEqual(map);
    expect(await attentionMap(head, { dim: 3 })).toHaveLength(180);
  });

  it.each<[string, (head: Head) => Head, string]>([
    ["q", (head) => ({ ...head, q: head.q.subarray(1) }), "q: expected rows of 4 numbers, received 119"],
    ["k", (head) => ({ ...head, k: head.k.map((x, i) => (i === 6 ? Infinity : x)) }), "k, row 1, number 2"],
    [
      "starts",
      (head) => ({ ...head, patterns: { ...head.patterns, starts: Uint32Array.of(0, 12, 29) } }),
      "patterns.starts: expected rising numbers from 0 to 30, received 0,12,29.",
    ],
    [
      "key starts",
      (head) => ({ ...head, patterns: { ...head.patterns, keyStarts: Uint32Array.of(0, 30) } }),
      "patterns.keyStarts: expected 3 numbers, received 2.",
    ],
    [
      "weights",
      (head) => ({ ...head, patterns: { ...head.patterns, weights: new Float32Array(9) } }),
      "patterns.weights: expected 468 numbers, received 9.",
    ],
    [
      "a weight",
      (head) => ({ ...head, patterns: { ...head.patterns, weights: head.patterns.weights.map(() => 2) } }),
      "patterns.weights[0]: expected 0 … 1, received 2.",
    ],
  ])("is refused where %s does not fit", async (_, damage, message) => {
    for (const map of [attentionMap, alignHead]) {
      await expect(map(damage(madeUpHead()))).rejects.toThrow(ShapeError);
      await expect(map(damage(madeUpHead()))).rejects.toThrow(message);
    }
  });
});
