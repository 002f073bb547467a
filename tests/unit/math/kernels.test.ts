import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Kernels, unitRows } from "#math/kernels.ts";
import { seededRandom } from "#math/random.ts";
import { ShapeError } from "#math/shape-error.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
/** One neighbor list of two points, each at its own distances. */
const two = (distances: number[], k: number) => ({
  n: 2,
  k,
  indices: new Int32Array(2 * k),
  distances: Float32Array.from(distances),
});

describe("unitRows", () => {
  it("gives every row the length 1, and leaves zeros what they are; worked by hand", () => {
    expectClose(unitRows(Float32Array.of(3, 4, 0, 0, 0, -2), 3, 2), [0.6, 0.8, 0, 0, 0, -1], { abs: 1e-7 });
    expectClose(unitRows(Float32Array.of(0.03, 0.04), 1, 2), [0.6, 0.8], { abs: 1e-6 });
  });
});

describe("nearest neighbors, worked by hand", () => {
  // In five dimensions, which the kernel fills up to eight; only the last says something.
  const line = Float32Array.from({ length: 5 * 5 }, (_, i) =>
    i % 5 === 4 ? [0, 1, 3, 7, 15][Math.floor(i / 5)]! : 2,
  );

  it("by distance", () => {
    const { n, k, indices, distances } = kernels.nearestNeighbors(line, 5, 5, 2, "euclidean");
    expect([n, k]).toEqual([5, 2]);
    expect([...indices]).toEqual([1, 2, 0, 2, 1, 0, 2, 1, 3, 2]);
    expectClose(distances, [1, 3, 1, 2, 2, 3, 4, 6, 8, 12], { abs: 1e-4 });
  });

  it("by direction, whatever the lengths; as far as there are points", () => {
    // At 0, 60 and 180 degrees.
    const points = Float32Array.of(2, 0, 5 * 0.5, 5 * Math.sqrt(0.75), -7, 0);
    const { indices, distances } = kernels.nearestNeighbors(points, 3, 2, 2, "cosine");
    expect([...indices]).toEqual([1, 2, 0, 2, 1, 0]);
    expectClose(distances, [0.5, 2, 0.5, 1.5, 1.5, 2], { abs: 1e-6 });
  });

  it("of points on each other are at distance 0, not below, however products are rounded", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const point = Array.from({ length: 7 }, () => random() * 100);
      const points = Float32Array.from({ length: 42 }, (_, i) => point[i % 7]!);
      for (const metric of ["cosine", "euclidean"] as const) {
        const { distances } = kernels.nearestNeighbors(points, 6, 7, 5, metric);
        for (const distance of distances) {
          expect(distance).toBeGreaterThanOrEqual(0);
          expect(distance).toBeLessThan(0.1);
        }
      }
    }
  });

  it("of more points than one call takes", () => {
    const n = 150;
    const points = Float32Array.from({ length: n }, (_, i) => i * (i + 1));
    const { indices, distances } = kernels.nearestNeighbors(points, n, 1, 1, "euclidean");
    // The gap below is the smaller one.
    expect([...indices]).toEqual(Array.from({ length: n }, (_, i) => (i === 0 ? 1 : i - 1)));
    for (let i = 1; i < n; i++) expect(distances[i]! / (2 * i)).toBeCloseTo(1, 1);
  });

  it("are asked for by number, 1 to all others", () => {
    const ask = (k: number) => () => kernels.nearestNeighbors(new Float32Array(8), 4, 2, k, "cosine");
    expect(ask(0)).toThrow("k: expected 1 … 3, received 0.");
    expect(ask(4)).toThrow(ShapeError);
    expect(ask(1)).not.toThrow();
    expect(ask(3)).not.toThrow();
    expect(() => kernels.nearestNeighbors(new Float32Array(7), 4, 2, 1, "cosine")).toThrow(
      "points: expected 8 numbers, received 7.",
    );
  });
});

describe("highest products, worked by hand", () => {
  it("are found for every row, all of them if asked for", () => {
    const rows = Float32Array.of(1, 0, 0, 0, 2, 0, 0, 0, 0, -1);
    const points = Float32Array.of(3, 0, 0, 0, 1, 1, 0, 0, 0, 5, 2, 0, 0, 0, 4);
    const { indices, dots } = kernels.highestDots(rows, points, 5, 3);
    expect([...indices]).toEqual([1, 2, 0, 0, 2, 1]);
    expect([...dots]).toEqual([11, 10, 5, -1, -4, -5]);
  });

  it("are asked for by number, 1 to all points", () => {
    const points = new Float32Array(6);
    const ask = (k: number) => () => kernels.highestDots(points, points, 2, k);
    expect(ask(0)).toThrow("k: expected 1 … 3, received 0.");
    expect(ask(4)).toThrow("k: expected 1 … 3, received 4.");
    expect(ask(1)).not.toThrow();
    expect(ask(3)).not.toThrow();
    expect(() => kernels.highestDots(points, new Float32Array(3), 2, 1)).toThrow(
      "points: expected 4 numbers, received 3.",
    );
    expect(() => kernels.highestDots(new Float32Array(5), points, 2, 1)).toThrow(
      "rows: expected 6 numbers, received 5.",
    );
  });
});

describe("weights of neighbors, worked by hand", () => {
  it("fuzzySet: 1 for the nearest, falling by the distance beyond it, log2 of neighbors in sum", () => {
    // Of three neighbors and the point itself: log2 4 = 2, so the two further ones share 1.
    const weights = kernels.fuzzySet(two([1, 2, 2, 9, 5, 6, 6, 9], 4), 3);
    expectClose(weights, [1, 0.5, 0.5, 1, 0.5, 0.5], { abs: 1e-3 });
    expect(() => kernels.fuzzySet(two([1, 2, 3, 4], 2), 3)).toThrow("k: expected at most 2, received 3.");
    expect(kernels.fuzzySet(two([1, 2, 3, 4], 2), 2)).toHaveLength(4);
  });

  it("perplexityWeights: equal distances share equally, and rows have the perplexity asked for", () => {
    const weights = kernels.perplexityWeights(two([1, 1, 1, 1, 2, 2, 8, 8], 4), 3, 2);
    expectClose(weights.subarray(0, 3), [1 / 3, 1 / 3, 1 / 3], { abs: 1e-6 });
    expectClose(weights.subarray(3), [0.5, 0.5, 0], { abs: 0.02 });
    expect(() => kernels.perplexityWeights(two([1, 2, 3, 4], 2), 3, 2)).toThrow(
      "k: expected at most 2, received 3.",
    );
    expect(kernels.perplexityWeights(two([1, 2, 3, 4], 2), 2, 1.5)).toHaveLength(4);
  });

  it("sharpenRows: a row as sharp as asked for stays what it is, a broad one becomes so", () => {
    const rows = kernels.sharpenRows(Float32Array.of(1.5, 0.5, 0, 0.4, 0.3, 0.3), 3, 2);
    expectClose(rows.subarray(0, 3), [0.75, 0.25, 0], { abs: 1e-6 });
    const entropy = rows.subarray(3).reduce((sum, p) => sum - p * Math.log(p), 0);
    expect(Math.exp(entropy)).toBeCloseTo(2, 3);
    expect(() => kernels.sharpenRows(new Float32Array(7), 3, 2)).toThrow(
      "rows: expected 9 numbers, received 7.",
    );
  });
});

describe("ranks, worked by hand", () => {
  it("in the space, by distance and by direction", () => {
    // Along a quarter of a circle, each twice as far from the first as the one before; the further the longer.
    const angles = [0, 0.1, 0.2, 0.4, 0.8, 1.5];
    const points = Float32Array.from(
      angles.flatMap((angle, i) => [Math.cos(angle) * (i + 1), Math.sin(angle) * (i + 1), 0]),
    );
    const [anchors, wanted] = [Int32Array.of(0, 5), Int32Array.of(1, 5, 3, 0, 4, 2)];
    expect([...kernels.spaceRanks(points, 6, 3, anchors, wanted, "cosine")]).toEqual([1, 5, 3, 5, 1, 3]);
    const places = Float32Array.of(0, 0, 0, 1, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 9, 0, 0, 10);
    expect([...kernels.spaceRanks(places, 6, 3, anchors, wanted, "euclidean")]).toEqual([1, 5, 2, 2, 1, 5]);
    expect(() => kernels.spaceRanks(points, 5, 3, anchors, wanted, "cosine")).toThrow(
      "points: expected 15 numbers, received 18.",
    );
  });

  it("on maps of two axes", () => {
    const map = Float32Array.of(0, 0, 0, 1, 3, 0, 0, 6, 10, 0);
    const { nearest, ranks } = kernels.mapRanks(map, 2, Int32Array.of(0, 4), Int32Array.of(1, 4, 0, 3));
    expect([...nearest]).toEqual([1, 2, 2, 0]);
    expect([...ranks]).toEqual([1, 4, 2, 4]);
  });
});

describe("memory of a call", () => {
  // 40,000 rows of three: eight pages of 64 KiB, of which the last is written to its end.
  const n = 40_000;
  const neighbors = {
    n,
    k: 3,
    indices: new Int32Array(n * 3),
    distances: Float32Array.from({ length: n * 3 }, (_, i) => 1 + (i % 3)),
  };

  it("holds the weights of all rows", () => {
    const fuzzy = kernels.fuzzySet(neighbors, 3);
    expect(fuzzy.slice(-3)).toEqual(fuzzy.slice(0, 3));
    expect(fuzzy[0]).toBe(1);
    // The first row's scale is searched for from 1, all others' from that of the one before.
    const weights = kernels.perplexityWeights(neighbors, 3, 2);
    expect(weights.slice(-3)).toEqual(weights.slice(-6, -3));
    expectClose(weights.subarray(-3), weights.subarray(0, 3), { abs: 1e-3 });
  });

  it("holds the neighbors of all rows", () => {
    const rows = Float32Array.from({ length: n }, (_, i) => i + 1);
    const { indices, dots } = kernels.highestDots(rows, Float32Array.of(2, 3), 1, 2);
    expect([...indices.slice(-2), ...dots.slice(-2)]).toEqual([1, 0, 3 * n, 2 * n]);
  });
});

describe("layouts", () => {
  const start = Float32Array.of(0, 0, 0, 1, 2, 3, -4, 5, -6, 7, 8, 9);

  it.each([2, 3])("leave points where they are in no epochs, %i axes", (dim) => {
    const edges = { heads: new Int32Array(0), tails: new Int32Array(0), every: new Float32Array(0) };
    const options = { nEpochs: 0, a: 1.5, b: 0.9, seed: 1 };
    expect([...kernels.umapLayout(start, dim, edges, options)]).toEqual([...start]);
  });

  it("draw the ends of an edge together, less and less: by the square of what is left", () => {
    // One edge of two points, whose places left over lead to the point that is none.
    const gap = (nEpochs: number, every = 1): number => {
      const edges = {
        heads: Int32Array.of(0, 2, 2, 2, 1, 2, 2, 2),
        tails: Int32Array.of(1, 2, 2, 2, 0, 2, 2, 2),
        every: Float32Array.of(every, every),
      };
      const [x0 = 0, , x1 = 0] = kernels.umapLayout(Float32Array.of(0, 0, 10, 0), 2, edges, {
        nEpochs,
        a: 1.577,
        b: 0.895,
        seed: 1,
      });
      return x1 - x0;
    };
    expect(gap(1)).toBe(10);
    // The second epoch is the first that moves. In epoch e of n both ends are drawn by (1 − e/n)², each way once.
    const drawn = (nEpochs: number, first = 1): number => {
      let left = 10;
      for (let epoch = first; epoch < nEpochs; epoch++) {
        for (let way = 0; way < 2; way++) {
          const pull = (2 * 1.577 * 0.895 * left ** -0.21) / (1 + 1.577 * left ** 1.79);
          left -= 2 * (1 - epoch / nEpochs) ** 2 * pull * left;
        }
      }
      return left;
    };
    for (const nEpochs of [2, 3, 5, 8]) expect(Math.abs(gap(nEpochs) - drawn(nEpochs))).toBeLessThan(0.05);
    expect(gap(50)).toBeLessThan(3);
    // An edge that is sampled in the last epoch alone.
    for (const nEpochs of [3, 4, 6])
      expect(Math.abs(gap(nEpochs, nEpochs - 1) - drawn(nEpochs, nEpochs - 1))).toBeLessThan(0.02);
  });
});
