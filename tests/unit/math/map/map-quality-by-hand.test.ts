import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { HeadShape } from "#math/align.ts";
import { Kernels } from "#math/kernels.ts";
import { mapQualities, type MapQuality, type QualityInput } from "#math/map/map-quality.ts";
import type { Patterns } from "#math/pattern-rows.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));

/** Every query a sequence of its own: too short for the measures of attention. */
const alone = (n: number): Patterns => ({
  starts: Uint32Array.from({ length: n + 1 }, (_, i) => i),
  weights: new Float32Array(n).fill(1),
  isCausal: false,
});

/** Points on a line, measured on a map that is a line. */
function onLines(
  space: readonly number[],
  map: readonly number[],
  shape: HeadShape,
  more: Partial<QualityInput> = {},
): MapQuality {
  const points = Float32Array.from(space);
  const input: QualityInput = {
    points,
    shape,
    neighbors: kernels.nearestNeighbors(points, space.length, 1, 15, "euclidean"),
    patterns: alone(shape.nTokens),
    dot: (query, key) => space[query]! * space[shape.nTokens + key]!,
    kernels,
    seed: 1,
    metric: "euclidean",
    ...more,
  };
  return mapQualities(input, [{ coordinates: Float32Array.from(map), dim: 1 }])[0]!;
}

const sum = (from: number, to: number): number => ((from + to) * (to - from + 1)) / 2;

describe("neighbors on a map, worked by hand", () => {
  // Two clusters of 16; the first point of the one is put beyond the other. Queries: 9 of the first cluster.
  const space = Array.from({ length: 32 }, (_, i) => (i < 16 ? i : 1000 + i - 16));
  const map = space.map((x, i) => (i === 0 ? 5000 : x));
  const { measures, distortion } = onLines(space, map, { nTokens: 9, nKeys: 23, dHead: 1 });
  const most = 32 * 15 * (2 * 32 - 3 * 15 - 1);

  it("trustworthiness: what is near on the map and far in the space costs its rank beyond 15", () => {
    // The 15 left behind each get one neighbor of rank 16; the one that left gets those of ranks 17 … 31.
    expect(measures.trustworthiness).toBeCloseTo(1 - (2 * (15 * 1 + sum(2, 16))) / most, 12);
  });

  it("continuity: what is near in the space and far on the map costs its rank beyond 15", () => {
    // Of the 15 left behind each finds the lost one at rank 31; the lost one finds them at ranks 17 … 31.
    expect(measures.continuity).toBeCloseTo(1 - (2 * (15 * 16 + sum(2, 16))) / most, 12);
  });

  it("recall: the share of the neighbors that stayed", () => {
    expect(measures.neighborRecall).toBeCloseTo(1 - (15 + 15) / (32 * 15), 12);
  });

  it("mixing: the share of neighbors of the other role", () => {
    // Left behind: 8 queries beside 7 keys of their own and one of the other cluster; 7 keys beside 8 queries. The lost
    // query lies among keys; these have none but keys around them.
    expect(measures.mixing).toBeCloseTo((8 * 8 + 7 * 8 + 15) / (32 * 15), 12);
    expect(measures.sampled).toBe(32);
  });

  it("distortion: the mean logarithm of the ranks, over that of the last", () => {
    const log = (rank: number): number => Math.log(rank / 15) / Math.log(32 / 15);
    const far = Array.from({ length: 15 }, (_, i) => log(17 + i)).reduce((a, b) => a + b, 0);
    expect(distortion[0]).toBeCloseTo(far / 15, 6);
    for (let i = 1; i < 16; i++) expect(distortion[i]).toBeCloseTo(log(16) / 15, 6);
    for (let i = 16; i < 32; i++) expect(distortion[i]).toBe(0);
  });
});

describe("few points", () => {
  // The first is put beyond the last. Of 17 the furthest alone is no neighbor.
  const space = [...Array.from({ length: 16 }, (_, i) => i), 17];
  const moved = space.map((x, i) => (i === 0 ? 40 : x));

  it("keep trustworthiness and continuity between 0 and 1, worked by hand", () => {
    // Of the 17, nine (0 … 8) have the last as furthest, on the map eight of these the first: each costs 1 of at most 1,
    // and so does the first itself.
    const { measures, distortion } = onLines(space, moved, { nTokens: 8, nKeys: 9, dHead: 1 });
    expect(measures.trustworthiness).toBeCloseTo(1 - 9 / 17, 12);
    expect(measures.continuity).toBeCloseTo(1 - 9 / 17, 12);
    // One neighbor of rank 16 among 15: log(16 / 15) of at most log(17 / 15).
    const one = Math.log(16 / 15) / Math.log(17 / 15) / 15;
    [one, one, one, one, one, one, one, one, one, 0, 0, 0, 0, 0, 0, 0, 0].forEach((expected, i) =>
      expect(distortion[i]).toBeCloseTo(expected, 6),
    );
  });

  it("are all neighbors where there are 16", () => {
    const [most, more] = [space.slice(0, 16), moved.slice(0, 16)];
    const { measures, distortion } = onLines(most, more, { nTokens: 8, dHead: 1 });
    expect(measures).toMatchObject({ trustworthiness: 1, continuity: 1, neighborRecall: 1 });
    expect(Math.max(...distortion)).toBe(0);
  });

  it("of the worst map have a trustworthiness of 0, up to 29 points", () => {
    // From the middle of 23 points the 7 furthest of 22 are no neighbors; each costs its rank: 1 … 7 of 28.
    const ranks = Int32Array.from({ length: 23 * 15 }, (_, i) => Math.max(1, (i % 15) + 8));
    const worst = onLines(
      Array.from({ length: 23 }, (_, i) => i),
      Array.from({ length: 23 }, (_, i) => i),
      { nTokens: 11, nKeys: 12, dHead: 1 },
      { kernels: fake({ ranks, inSpace: ranks }) },
    );
    expect(worst.measures.trustworthiness).toBeCloseTo(0, 12);
    expect(worst.measures.continuity).toBeCloseTo(0, 12);
  });
});

/** Kernels that answer as they are told. */
function fake(answers: { ranks: Int32Array; inSpace: Int32Array }): Kernels {
  return {
    mapRanks: (_: unknown, __: unknown, ___: unknown, wanted: Int32Array) => ({
      nearest: new Int32Array(wanted.length),
      ranks: answers.ranks,
    }),
    spaceRanks: () => answers.inSpace,
  } as unknown as Kernels;
}

describe("of more points than are measured", () => {
  it("20,000 are drawn, and each of the others has the distortion of the one before it", () => {
    const n = 30_000;
    let anchors: Int32Array = new Int32Array();
    const counting = {
      mapRanks: (_: unknown, __: unknown, drawn: Int32Array, wanted: Int32Array) => {
        anchors = drawn;
        return { nearest: wanted, ranks: new Int32Array(wanted.length).fill(1) };
      },
      // All neighbors of the anchor in row r are of rank 16 + r.
      spaceRanks: (_: unknown, __: unknown, ___: unknown, drawn: Int32Array) =>
        Int32Array.from({ length: drawn.length * 15 }, (____, slot) => 16 + (Math.floor(slot / 15) % 1000)),
    } as unknown as Kernels;
    const neighbors = { n, k: 15, indices: new Int32Array(n * 15), distances: new Float32Array(n * 15) };
    const shape = { nTokens: 10_000, nKeys: 20_000, dHead: 1 };
    const input = {
      points: new Float32Array(n),
      shape,
      neighbors,
      patterns: { ...alone(10_000), keyStarts: Uint32Array.from({ length: 10_001 }, (_, i) => i) },
      dot: () => 0,
      kernels: counting,
      seed: 2,
      metric: "euclidean" as const,
    };
    const { measures, distortion } = mapQualities(input, [{ coordinates: new Float32Array(n), dim: 1 }])[0]!;
    expect(measures.sampled).toBe(20_000);
    expect(anchors[0], "the first point is not drawn").toBeGreaterThan(0);
    expect([...anchors].every((anchor, i) => i === 0 || anchor > anchors[i - 1]!)).toBe(true);
    let row = -1;
    for (let point = 0; point < n; point++) {
      if (anchors[row + 1] === point) row++;
      const rank = 16 + (Math.max(0, row) % 1000);
      const expected = Math.log(rank / 15) / Math.log(n / 15);
      if (Math.abs(distortion[point]! - expected) > 1e-6)
        expect.fail(`point ${point}: ${distortion[point]!}`);
    }
  });

  it("10,000 pairs are drawn of queries and keys, and 10,000 of any two", () => {
    const space = Array.from({ length: 20 }, (_, i) => i ** 2);
    const pairs: [number, number][] = [];
    const dot = (query: number, key: number): number => pairs.push([query, key]);
    onLines(space, space, { nTokens: 8, nKeys: 12, dHead: 1 }, { dot });
    expect(pairs).toHaveLength(10_000);
    expect(new Set(pairs.map(([query]) => query))).toEqual(new Set(space.slice(0, 8).map((_, i) => i)));
    expect(new Set(pairs.map(([, key]) => key))).toEqual(new Set(space.slice(0, 12).map((_, i) => i)));
  });
});

describe("correlations of distances", () => {
  const line = Array.from({ length: 20 }, (_, i) => i + 1);

  it("ask how the map orders what lies far apart in the space, by its own metric", () => {
    const shape = { nTokens: 10, dHead: 1 };
    const same = onLines(line, line, shape);
    expect(same.measures.shepardCorrelation).toBeCloseTo(1, 12);
    // By direction all points of a half line are alike: nothing to order.
    expect(onLines(line, line, shape, { metric: "cosine" }).measures.shepardCorrelation).toBe(0);
  });

  it("by direction: lengths do not count, and a point without length is as far as one at right angles", () => {
    // On the map, points stand where their cosine distance from the first puts them: 0 along it, 1 across, 2 against.
    const directions = [
      [3, 0],
      [0, 5],
      [-2, 0],
      [0, 0],
    ] as const;
    const points = Float32Array.from({ length: 40 }, (_, i) => directions[Math.floor(i / 10)]![i % 2]!);
    const shape = { nTokens: 10, dHead: 2 };
    const input: QualityInput = {
      points,
      shape,
      neighbors: kernels.nearestNeighbors(points, 20, 2, 15, "cosine"),
      patterns: alone(10),
      dot: () => 0,
      kernels,
      seed: 2,
      metric: "cosine",
    };
    // Corners of a map whose distances order the kinds of pairs as their cosine distances do: 0 and 2 are furthest.
    const corners = [0, 1, 2, 3].map(
      (kind) =>
        [
          [-3, 0],
          [0, 1],
          [3, 0],
          [0, -9.9],
        ][kind]!,
    );
    const coordinates = Float32Array.from({ length: 40 }, (_, i) => corners[Math.floor(i / 10)]![i % 2]!);
    const { shepardCorrelation } = mapQualities(input, [{ coordinates, dim: 2 }])[0]!.measures;
    const expected = spearman(
      pairsOfKinds((a, b) => cosine(directions[a]!, directions[b]!)),
      pairsOfKinds(
        (a, b) => (corners[a]![0]! - corners[b]![0]!) ** 2 + (corners[a]![1]! - corners[b]![1]!) ** 2,
      ),
    );
    expect(shepardCorrelation).toBeCloseTo(expected, 1);
  });

  it("of queries and keys with their products: −1 where what fits lies near", () => {
    const shape = { nTokens: 10, dHead: 1 };
    const dot = (query: number, key: number): number => -Math.abs(line[query]! - line[10 + key]!);
    expect(onLines(line, line, shape, { dot }).measures.distanceCorrelation).toBeCloseTo(-1, 12);
  });
});

/** Of five points of each of four kinds, every ordered pair. */
function pairsOfKinds(value: (a: number, b: number) => number): number[] {
  return Array.from({ length: 400 }, (_, at) => value(Math.floor(at / 100), Math.floor((at % 20) / 5)));
}

function cosine(a: readonly [number, number], b: readonly [number, number]): number {
  const norms = Math.hypot(...a) * Math.hypot(...b);
  return norms > 0 ? 1 - (a[0] * b[0] + a[1] * b[1]) / norms : 1;
}

/** By counting, slowly: the share of lower values plus half of the equal ones. */
function spearman(x: readonly number[], y: readonly number[]): number {
  const ranks = (values: readonly number[]): number[] =>
    values.map((v) => values.reduce((n, w) => n + (w < v ? 1 : w === v ? 0.5 : 0), 0));
  const [a, b] = [ranks(x), ranks(y)];
  const mean = (values: readonly number[]): number => values.reduce((n, v) => n + v, 0) / values.length;
  const cov = (p: readonly number[], q: readonly number[]): number =>
    mean(p.map((v, i) => (v - mean(p)) * (q[i]! - mean(q))));
  return cov(a, b) / Math.sqrt(cov(a, a) * cov(b, b));
}

describe("attention on a map, worked by hand", () => {
  /** Queries all at 0; the keys of each sequence at 1, 2, 3 …, so that nearness is their order. */
  const measured = (
    patterns: Patterns,
    nKeys: number,
    keyPlaces: readonly number[],
  ): Pick<MapQuality["measures"], "attentionRecall" | "attentionRank" | "attentionRecallChance"> => {
    const nTokens = patterns.starts.at(-1);
    const map = [...new Array<number>(nTokens).fill(0), ...keyPlaces];
    const space = map.map((_, i) => i);
    const { measures } = onLines(space, map, { nTokens, nKeys, dHead: 1 }, { patterns });
    const { attentionRecall, attentionRank, attentionRecallChance } = measures;
    return { attentionRecall, attentionRank, attentionRecallChance };
  };
  const row = (length: number, most: number): number[] =>
    Array.from({ length }, (_, key) => (key === most ? 0.9 : 0.1 / (length - 1)));

  it("counts a most attended key among the three nearest of those in its sequence, without one of three keys", () => {
    // Sequences of 5 and 3 tokens. Nearer than the attended key: 0, 1, 2, 3, 4 keys of 4 others. The three of the second
    // see three keys, which are all the nearest.
    const weights = Float32Array.from([
      ...[0, 1, 2, 3, 4].flatMap((key) => row(5, key)),
      ...row(3, 2),
      ...row(3, 2),
      ...row(3, 2),
    ]);
    const patterns = { starts: Uint32Array.of(0, 5, 8), weights, isCausal: false };
    const found = measured(patterns, 8, [1, 2, 3, 4, 5, 0.1, 0.2, 0.3]);
    expect(found.attentionRecall).toBeCloseTo(3 / 5, 12);
    expect(found.attentionRank).toBeCloseTo((0 + 1 + 2 + 3 + 4) / 4 / 5, 12);
    expect(found.attentionRecallChance).toBeCloseTo(3 / 5, 12);
  });

  it("looks at the keys of a causal head that a query can see", () => {
    // The last two of five see 4 and 5 keys, which lie the nearer the later they come.
    const weights = Float32Array.from([...row(5, 0), ...row(5, 0), ...row(5, 0), ...row(5, 0), ...row(5, 3)]);
    const patterns = {
      starts: Uint32Array.of(0, 5, 8),
      weights: Float32Array.of(...weights, ...new Float32Array(9)),
      isCausal: true,
    };
    const found = measured(patterns, 8, [5, 4, 3, 2, 1, 0.1, 0.2, 0.3]);
    // Three of four are nearer than key 0; one of five is nearer than key 3.
    expect(found.attentionRecall).toBeCloseTo(1 / 2, 12);
    expect(found.attentionRank).toBeCloseTo((3 / 3 + 1 / 4) / 2, 12);
    expect(found.attentionRecallChance).toBeCloseTo((3 / 4 + 3 / 5) / 2, 12);
  });

  it("takes the first of keys that are attended to alike, and keys in one place as equally near", () => {
    const weights = Float32Array.of(0.1, 0.1, 0.4, 0.4);
    const patterns = {
      starts: Uint32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]),
      keyStarts: Uint32Array.from([0, 4, 5, 6, 7, 8, 9, 10, 11]),
      weights: Float32Array.of(...weights, ...new Float32Array(7).fill(1)),
      isCausal: false,
    };
    // Key 2 lies with key 1: key 0 alone is nearer.
    const found = measured(patterns, 11, [1, 2, 2, 9, 0, 0, 0, 0, 0, 0, 0]);
    expect(found).toEqual({ attentionRecall: 1, attentionRank: 1 / 3, attentionRecallChance: 3 / 4 });
  });

  it("finds the keys of the second sequence behind those of the first, in another number than queries", () => {
    // One query of each sequence: 4 keys and 6 keys, the one looks at its last, the other at its last but one.
    const patterns = {
      starts: Uint32Array.of(0, 1, 2, 3, 4, 5, 6),
      keyStarts: Uint32Array.of(0, 4, 10, 11, 12, 13, 14),
      weights: Float32Array.of(...row(4, 3), ...[0.1, 0.05, 0.05, 0.1, 0.4, 0.3], 1, 1, 1, 1),
      isCausal: false,
    };
    const found = measured(patterns, 14, [4, 3, 2, 1, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0]);
    // Nearest of 4, and fifth of 6.
    expect(found.attentionRecall).toBeCloseTo(1 / 2, 12);
    expect(found.attentionRank).toBeCloseTo((0 + 4 / 5) / 2, 12);
    expect(found.attentionRecallChance).toBeCloseTo((3 / 4 + 3 / 6) / 2, 12);
  });

  it("does not care how large the map is", () => {
    const patterns = {
      starts: Uint32Array.of(0, 8),
      weights: Float32Array.from({ length: 64 }, (_, i) => ((i * 7) % 11) / 11),
      isCausal: false,
    };
    const places = [3, 1, 4, 15, 9, 2, 6, 5];
    const found = measured(patterns, 8, places);
    expect(found.attentionRank).toBeGreaterThan(0);
    // By a power of two, which changes no digit.
    expect(
      measured(
        patterns,
        8,
        places.map((x) => x * 2 ** -40),
      ),
    ).toEqual(found);
  });

  it("says what chance would where no query sees four keys", () => {
    const patterns = alone(8);
    expect(measured(patterns, 8, [1, 2, 3, 4, 5, 6, 7, 8])).toEqual({
      attentionRecall: 0,
      attentionRank: 0.5,
      attentionRecallChance: 0,
    });
  });
});
