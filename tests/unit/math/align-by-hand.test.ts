import { describe, expect, it } from "vitest";
import { align, jointPoints, weightedCorrelation, type Alignment } from "#math/align.ts";
import type { Kernels, Metric } from "#math/kernels.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import { seededRandom } from "#math/random.ts";

const GRID = Array.from({ length: 13 }, (_, i) => 2 ** (i / 2 - 3));

describe("jointPoints, worked by hand", () => {
  it("divides queries, multiplies keys, and moves keys onto the mean of the queries", () => {
    const points = jointPoints(Float32Array.of(1, 3), Float32Array.of(10, 20), { nTokens: 2, dHead: 1 }, 2);
    expect([...points]).toEqual([0.5, 1.5, -9, 11]);
  });

  it("takes each axis by itself, and keys in another number than queries", () => {
    const q = Float32Array.of(2, 10, 4, 30);
    const k = Float32Array.of(1, 0, 2, 0, 6, 3);
    const points = jointPoints(q, k, { nTokens: 2, nKeys: 3, dHead: 2 }, 1);
    expect([...points]).toEqual([2, 10, 4, 30, 1, 19, 2, 19, 6, 22]);
  });
});

describe("weightedCorrelation, worked by hand", () => {
  it("weights pairs by the square of what they lie below the limit", () => {
    // The limit is the greatest of four distances, 3: weights 0, 9, 1 and 4 in the order given. Means 6/14 and 52/14.
    const [x, y] = [
      [3, 0, 2, 1],
      [100, 5, 3, 1],
    ] as const;
    const weights = [0, 9, 1, 4];
    const sum = (value: (i: number) => number): number => weights.reduce((s, w, i) => s + w * value(i), 0);
    const [dx, dy] = [x.map((v) => v - 6 / 14), y.map((v) => v - 52 / 14)];
    const expected =
      sum((i) => dx[i]! * dy[i]!) / Math.sqrt(sum((i) => dx[i]! ** 2) * sum((i) => dy[i]! ** 2));
    expect(weightedCorrelation(x, y)).toBeCloseTo(expected, 12);
  });

  it.each([
    [300, 200],
    [1000, 200],
    [50_150, 250],
  ])("of %i distances counts those below the %ith", (n, near) => {
    const random = seededRandom(4);
    // Distances 0 … n − 1, out of order; products as chance has it.
    const distances = Array.from({ length: n }, (_, i) => (i * 7919) % n);
    const dots = distances.map(() => random());
    const inside = distances.flatMap((d, i) => (d < near ? [[(near - d) ** 2, d, dots[i]!] as const] : []));
    expect(inside).toHaveLength(near);
    const total = inside.reduce((sum, [w]) => sum + w, 0);
    const mean = (axis: 1 | 2): number => inside.reduce((sum, row) => sum + row[0] * row[axis], 0) / total;
    const [mx, my] = [mean(1), mean(2)];
    const product = (a: 1 | 2, b: 1 | 2): number =>
      inside.reduce((sum, r) => sum + r[0] * (r[a] - (a === 1 ? mx : my)) * (r[b] - (b === 1 ? mx : my)), 0);
    const expected = product(1, 2) / Math.sqrt(product(1, 1) * product(2, 2));
    expect(weightedCorrelation(distances, dots)).toBeCloseTo(expected, 9);
  });

  it("is 0 where the products of near pairs are all alike", () => {
    expect(weightedCorrelation([0, 1, 2], [4, 4, 9])).toBe(0);
  });
});

describe("the paper's criterion", () => {
  const [nTokens, nKeys, dHead, seed] = [30, 20, 3, 5];
  const shape = { nTokens, nKeys, dHead };
  const pairs = ((): (readonly [number, number])[] => {
    const random = seededRandom(seed);
    const below = (n: number): number => Math.floor(random() * n);
    return Array.from({ length: 20_000 }, () => [below(nTokens), below(nKeys)] as const);
  })();
  const dotOf = (a: Float32Array, i: number, b: Float32Array, j: number): number =>
    a[i * 3]! * b[j * 3]! + a[i * 3 + 1]! * b[j * 3 + 1]! + a[i * 3 + 2]! * b[j * 3 + 2]!;
  const patterns: Patterns = {
    starts: Uint32Array.of(0, nTokens),
    keyStarts: Uint32Array.of(0, nKeys),
    weights: new Float32Array(nTokens * nKeys),
    isCausal: false,
  };
  const correlationOf = (points: Float32Array, dots: number[]): number =>
    weightedCorrelation(
      pairs.map(([i, j]) => {
        const norms = dotOf(points, i, points, i) * dotOf(points, nTokens + j, points, nTokens + j);
        return norms > 0 ? 1 - dotOf(points, i, points, nTokens + j) / Math.sqrt(norms) : 1;
      }),
      dots,
    );

  it("takes of its seven scales the one with the lowest correlation, over 20,000 pairs drawn by seed", () => {
    const taken = new Set<number>();
    // One for each scale.
    for (const trial of [0, 1, 2, 5, 7, 14, 21]) {
      const random = seededRandom(100 + trial);
      const stretch = 2 ** ((trial % 8) / 2 - 2);
      const shift = trial % 3;
      const q = Float32Array.from({ length: nTokens * 3 }, () => (random() - 0.5 + shift) * stretch);
      const k = Float32Array.from({ length: nKeys * 3 }, () => random() - 0.5);
      // A key without length is as far as one at right angles.
      if (trial === 1) k.fill(0, 0, 3);
      const dots = pairs.map(([i, j]) => dotOf(q, i, k, j));
      const grid = [0.2, 0.4, 0.8, 1, 1.25, 2.5, 5];
      const values = grid.map((c) => correlationOf(jointPoints(q, k, shape, c), dots));
      const best = values.indexOf(Math.min(...values));
      const found = align(
        q,
        k,
        shape,
        patterns,
        ranksBy(() => [1]),
        { criterion: "paper", seed },
      );
      expect(found.scale).toBe(grid[best]);
      expect(found.correlationAfter).toBeCloseTo(values[best]!, 9);
      expect(found.correlationBefore).toBeCloseTo(correlationOf(Float32Array.of(...q, ...k), dots), 9);
      taken.add(found.scale);
    }
    expect(taken.size).toBe(7);
  });

  const byPaper = (q: Float32Array, k: Float32Array): Alignment =>
    align(
      q,
      k,
      shape,
      patterns,
      ranksBy(() => [1]),
      { criterion: "paper", seed },
    );

  it("takes the first of its scales where products do not vary, and none is better than the next", () => {
    const { scale, correlationBefore, correlationAfter } = byPaper(
      Float32Array.from({ length: nTokens * 3 }, (_, i) => i % 7),
      new Float32Array(nKeys * 3),
    );
    expect([scale, correlationBefore, correlationAfter]).toEqual([0.2, 0, 0]);
  });

  it.each([1, -1])("takes a key without length for one at right angles; the others at %i", (side) => {
    const random = seededRandom(9);
    // Where all others point away from the queries it is the nearest of all, else the furthest.
    const q = Float32Array.from({ length: nTokens * 3 }, (_, i) => (i % 3 === 0 ? 2 : random()));
    const k = Float32Array.from({ length: nKeys * 3 }, (_, i) => (i % 3 === 0 ? 2 * side : random() * side));
    k.fill(0, 0, 3);
    const dots = pairs.map(([i, j]) => dotOf(q, i, k, j));
    expect(byPaper(q, k).correlationBefore).toBeCloseTo(correlationOf(Float32Array.of(...q, ...k), dots), 9);
  });
});

/** What the ranks are asked for, and an answer by the scale of the points; null for those as captured. */
type Answer = (scale: number | null) => readonly number[];
interface Asked {
  readonly queries: Int32Array;
  readonly keys: Int32Array;
  readonly metric: Metric;
  readonly scale: number | null;
}

/** The first query is 1, and keys do not lie around it: their first coordinate as captured is 99. */
function ranksBy(answer: Answer, asked: Asked[] = []): Kernels {
  return {
    spaceRanks: (
      points: Float32Array,
      n: number,
      d: number,
      queries: Int32Array,
      keys: Int32Array,
      metric: Metric,
    ) => {
      expect(points).toHaveLength(n * d);
      const scale = points.includes(99) ? null : 1 / points[0]!;
      asked.push({ queries, keys, metric, scale });
      const ranks = answer(scale);
      return Float64Array.from(queries, (_, i) => ranks[i % ranks.length]!);
    },
  } as unknown as Kernels;
}

describe("our criterion", () => {
  const n = 10;
  const size = { nTokens: n, dHead: 1 };
  const q = Float32Array.from({ length: n }, (_, i) => 1 + i);
  const k = Float32Array.from({ length: n }, (_, i) => (i === n - 1 ? 99 : i));
  const patterns: Patterns = {
    starts: Uint32Array.of(0, n),
    weights: new Float32Array(n * n).fill(1),
    isCausal: false,
  };
  const isClose = (a: number | null, b: number): boolean => a !== null && Math.abs(a / b - 1) < 1e-4;
  const run = (answer: Answer, asked: Asked[] = [], metric?: Metric): Alignment =>
    align(q, k, size, patterns, ranksBy(answer, asked), {
      criterion: "headland",
      seed: 1,
      ...(metric ? { metric } : {}),
    });

  it("tries 13 scales from 1/8 to 8, half an octave apart, and takes the best of them", () => {
    const asked: Asked[] = [];
    for (const target of GRID) {
      asked.length = 0;
      const { scale } = run((c) => [c === null ? 50 : isClose(c, target) ? 2 : 3], asked);
      expect(scale).toBeCloseTo(target, 9);
      const tried = asked.slice(0, 13).map(({ scale: c }) => c ?? 0);
      GRID.forEach((c, i) => expect(tried[i]! / c).toBeCloseTo(1, 4));
    }
  });

  it("publishes the geometric mean of the ranks, as captured and in the joint space", () => {
    const found = run((c) => (c === null ? [2, 8] : isClose(c, 1) ? [1, 9] : [100]));
    expect(found.attendedRankBefore).toBeCloseTo(4, 9);
    expect(found.attendedRankAfter).toBeCloseTo(3, 9);
  });

  it("takes of those within two standard errors of the best the one nearest to 1", () => {
    // Ten logarithms, half of them 1 above the mean and half 1 below: the standard error is √(10 / 9 / 10), a third.
    const around = (mean: number): number[] => [Math.exp(mean - 1), Math.exp(mean + 1)];
    const scaleFor = (close: number, closest: number): number =>
      run((c) => around(isClose(c, 8) ? 0 : isClose(c, 2) ? close : isClose(c, 1) ? closest : 5)).scale;
    expect(scaleFor(0.66, 0.67)).toBeCloseTo(2, 9);
    expect(scaleFor(0.67, 0.68)).toBeCloseTo(8, 9);
    expect(scaleFor(0.66, 0.66)).toBeCloseTo(1, 9);
  });

  it("knows how far two queries may deviate", () => {
    const causal: Patterns = { ...patterns, starts: Uint32Array.of(0, 5), isCausal: true };
    const five = { nTokens: 5, dHead: 1 };
    const k5 = Float32Array.of(0, 1, 2, 3, 99);
    // One logarithm 1 above and one 1 below: the standard error is √(2 / 1 / 2).
    const around = (mean: number): number[] => [Math.exp(mean - 1), Math.exp(mean + 1)];
    const scaleFor = (mean: number): number => {
      const kernels = ranksBy((c) => around(isClose(c, 8) ? 0 : isClose(c, 1) ? mean : 9));
      return align(q.subarray(0, 5), k5, five, causal, kernels, { criterion: "headland", seed: 1 }).scale;
    };
    expect(scaleFor(1.99)).toBeCloseTo(1, 9);
    expect(scaleFor(2.01)).toBeCloseTo(8, 9);
  });

  it("takes the smaller of a scale and its inverse, where both are as good", () => {
    expect(run((c) => [isClose(c, 1) ? 9 : 3]).scale).toBeCloseTo(Math.SQRT1_2, 9);
    expect(run((c) => [isClose(c, 1 / 8) || isClose(c, 8) ? 3 : 9]).scale).toBeCloseTo(1 / 8, 9);
  });

  it("measures from the first of the best, whatever another as good deviates", () => {
    // All logarithms 1 at 1/8; 0 and 2 in turn at 8, whose standard error is a third: from there 1.2 would be as good.
    const scale = (close: number): number =>
      run((c) =>
        isClose(c, 1 / 8)
          ? [Math.E]
          : isClose(c, 8)
            ? [1, Math.E ** 2]
            : isClose(c, 1)
              ? [Math.exp(close)]
              : [99],
      ).scale;
    expect(scale(1.2)).toBeCloseTo(1 / 8, 9);
    expect(scale(1)).toBeCloseTo(1, 9);
  });

  it("ranks by direction unless it is told otherwise", () => {
    const asked: Asked[] = [];
    run(() => [1], asked);
    run(() => [1], asked, "euclidean");
    expect(new Set(asked.slice(0, 15).map(({ metric }) => metric))).toEqual(new Set(["cosine"]));
    expect(new Set(asked.slice(15).map(({ metric }) => metric))).toEqual(new Set(["euclidean"]));
  });

  it("takes a single query that sees four keys", () => {
    const single: Patterns = {
      starts: Uint32Array.of(0, 4),
      weights: new Float32Array(16).fill(1),
      isCausal: true,
    };
    const four = { nTokens: 4, dHead: 1 };
    const [q4, k4] = [q.subarray(0, 4), Float32Array.of(0, 1, 2, 99)];
    const asked: Asked[] = [];
    const kernels = ranksBy((c) => [isClose(c, 4) ? 2 : 3], asked);
    expect(align(q4, k4, four, single, kernels, { criterion: "headland", seed: 1 }).scale).toBeCloseTo(4, 9);
    expect([...asked[0]!.queries]).toEqual([3]);
    expect([...asked[0]!.keys]).toEqual([4]);
  });

  it("refuses keys of another number", () => {
    expect(() =>
      align(
        q,
        k.subarray(1),
        size,
        patterns,
        ranksBy(() => [1]),
        { criterion: "paper", seed: 1 },
      ),
    ).toThrow("k: expected 10 numbers, received 9.");
  });
});

describe("the most attended keys", () => {
  const askFor = (nTokens: number, nKeys: number, patterns: Patterns, seed = 1): Asked => {
    const asked: Asked[] = [];
    const q = new Float32Array(nTokens).fill(1);
    align(
      q,
      new Float32Array(nKeys).fill(2),
      { nTokens, nKeys, dHead: 1 },
      patterns,
      ranksBy(() => [1], asked),
      {
        criterion: "headland",
        seed,
      },
    );
    return asked[0]!;
  };
  const row = (length: number, most: number): number[] =>
    Array.from({ length }, (_, key) => (key === most ? 0.6 : key === most + 1 ? 0.6 : 0.1));

  it("are looked for where a query sees four keys, the first of equals; worked by hand", () => {
    // Sequences of 3, 5 and 4 tokens.
    const weights = Float32Array.from([
      ...row(3, 0),
      ...row(3, 1),
      ...row(3, 2),
      ...[4, 3, 2, 1, 0].flatMap((key) => row(5, key)),
      ...[3, 0, 1, 2].flatMap((key) => row(4, key)),
    ]);
    const asked = askFor(12, 12, { starts: Uint32Array.of(0, 3, 8, 12), weights, isCausal: false });
    expect([...asked.queries]).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect([...asked.keys]).toEqual(
      [4, 3, 2, 1, 0].map((key) => 12 + 3 + key).concat([3, 0, 1, 2].map((key) => 12 + 8 + key)),
    );
  });

  it("of a causal head are among those up to its own", () => {
    const weights = Float32Array.from([
      ...row(3, 0),
      ...row(3, 0),
      ...row(3, 0),
      ...[0, 0, 0, 2, 4].flatMap((key) => row(5, key)),
    ]);
    // The fourth query looks most at its third key; what stands right of the diagonal is not read.
    weights[9 + 3 * 5 + 4] = 9;
    const asked = askFor(8, 8, { starts: Uint32Array.of(0, 3, 8), weights, isCausal: true });
    expect([...asked.queries]).toEqual([6, 7]);
    expect([...asked.keys]).toEqual([8 + 3 + 2, 8 + 3 + 4]);
  });

  it("of cross-attention are among those of the other sequence", () => {
    const weights = Float32Array.from([...row(4, 2), ...row(3, 0), ...row(3, 1), ...row(5, 3)]);
    const asked = askFor(4, 12, {
      starts: Uint32Array.of(0, 1, 3, 4),
      keyStarts: Uint32Array.of(0, 4, 7, 12),
      weights,
      isCausal: false,
    });
    expect([...asked.queries]).toEqual([0, 3]);
    expect([...asked.keys]).toEqual([4 + 2, 4 + 7 + 3]);
  });

  it.each([1, 7, -3])("of many queries are looked for by about 300, drawn by seed %i", (seed) => {
    const n = 1000;
    const starts = Uint32Array.from({ length: n / 4 + 1 }, (_, i) => i * 4);
    const asked = askFor(
      n,
      n,
      { starts, weights: new Float32Array(n * 4).fill(0.25), isCausal: false },
      seed,
    );
    const random = seededRandom(seed ^ 0x5bd1e995);
    const drawn = Array.from({ length: n }, (_, i) => i).filter(() => random() < 0.3);
    expect([...asked.queries]).toEqual(drawn);
    expect([...asked.keys]).toEqual(drawn.map((query) => n + query - (query % 4)));
  });
});
