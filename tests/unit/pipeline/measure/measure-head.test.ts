import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Kernels } from "#math/kernels.ts";
import { mapQualities } from "#math/map/map-quality.ts";
import type { ColorColumn } from "#measures/explained.ts";
import { measureHead, normsOf } from "#pipeline/measure/measure-head.ts";
import type { MeasureInput } from "#pipeline/measure/measure-input.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));

describe("measureHead", () => {
  // Two sequences of 5 and 4 tokens; queries and keys of two numbers, no two products alike.
  const shape = { nTokens: 9, dHead: 2 };
  const q = Float32Array.from({ length: 18 }, (_, i) => Math.sin(i * i + 1));
  const k = Float32Array.from({ length: 18 }, (_, i) => Math.cos(i * i + i));
  const weights = Float32Array.from({ length: 25 + 16 }, (_, i) =>
    i < 25 ? (i % 5 === 4 ? 0.6 : 0.1) : (i - 25) % 4 === 0 ? 0.7 : 0.1,
  );
  const points = Float32Array.of(...q, ...k);
  const neighbors = kernels.nearestNeighbors(points, 18, 2, 15, "cosine");
  const flat = { projection: { method: "pca", dim: 2 }, coordinates: points } as const;
  const cube = {
    projection: { method: "tsne", dim: 3 },
    coordinates: Float32Array.from({ length: 54 }, (_, i) => Math.sin(i * 7)),
  } as const;
  const input: MeasureInput = {
    head: "L1H2",
    q,
    k,
    shape,
    patterns: { starts: Uint32Array.of(0, 5, 9), weights, isCausal: false },
    ids: [1, 2, 3, 1, 4, 5, 6, 7, 8],
    grid: null,
    objects: null,
    alignment: {
      points,
      scale: 1.23456,
      correlationBefore: -0.12344,
      correlationAfter: -0.98765,
      attendedRankBefore: 12.00006,
      attendedRankAfter: 3,
    },
    neighbors,
    maps: [flat, cube],
    kernels,
    seed: 7,
    metric: "cosine",
    norms: normsOf(q, k, shape),
    valueNorms: null,
    colors: null,
    traits: { labels: [], texts: null },
    atlasSeed: 1,
  };
  const { numbers, distortion } = measureHead(input);

  it("publishes four decimals of every number, and what there is none of as null", () => {
    expect(numbers.head).toBe("L1H2");
    expect(numbers.alignment).toEqual({
      scale: 1.2346,
      correlationBefore: -0.1234,
      correlationAfter: -0.9877,
      attendedRankBefore: 12.0001,
      attendedRankAfter: 3,
    });
    // The first of each row of the second sequence, without the query that is the first itself, and so on.
    expect(numbers.metrics.first).toBe(Number(((4 * 0.1 + 3 * 0.7) / 7).toFixed(4)));
    expect(numbers.metrics.self).toBe(Number(((4 * 0.1 + 0.6 + 0.7 + 3 * 0.1) / 9).toFixed(4)));
    // Token 3 repeats token 0, which token 1 followed.
    expect(numbers.metrics.induction).toBe(0.1);
    expect(numbers.chance?.induction).toBe(0.2);
    expect(numbers.metrics.patchDistance).toBeNull();
  });

  it("orders products however small they are", () => {
    // By powers of two, which change no digit.
    const small = (vectors: Float32Array): Float32Array => vectors.map((x) => x * 2 ** -40);
    const { quality } = measureHead({ ...input, q: small(q), k: small(k) }).numbers;
    expect(quality).toEqual(numbers.quality);
    expect(quality.pca2?.distanceCorrelation).not.toBe(0);
  });

  it("says by map which colors sort it, the length of its vectors among them", () => {
    expect(numbers).not.toHaveProperty("explained");
    const token = Int32Array.from({ length: 18 }, (_, i) => i % 9);
    const columns: ColorColumn[] = [
      { color: "x", unit: "token", nAxes: 1, isPartial: false, values: points.filter((_, i) => i % 2 === 0) },
    ];
    const colors = { columns, units: { token, text: token, sequence: token } };
    const { explained } = measureHead({ ...input, colors }).numbers;
    expect(Object.keys(explained ?? {})).toEqual(["pca2", "tsne3"]);
    expect(explained?.["pca2"]?.map(({ color }) => color).sort()).toEqual(["norm", "x"]);
  });

  it("measures every map by its own name, with the products of the queries and keys as captured", () => {
    expect(Object.keys(numbers.quality)).toEqual(["pca2", "tsne3"]);
    expect([...distortion.keys()]).toEqual(["pca2", "tsne3"]);
    const dot = (query: number, key: number): number =>
      q[query * 2]! * k[key * 2]! + q[query * 2 + 1]! * k[key * 2 + 1]!;
    const expected = mapQualities({ ...input, points, dot }, [
      { dim: 2, coordinates: flat.coordinates },
      { dim: 3, coordinates: cube.coordinates },
    ]);
    ["pca2", "tsne3"].forEach((name, i) => {
      const { measures } = expected[i]!;
      expect(numbers.quality[name]).toEqual(
        Object.fromEntries(
          Object.entries<number>({ ...measures }).map(([key, value]) => [key, Number(value.toFixed(4))]),
        ),
      );
      expect(distortion.get(name)).toEqual(expected[i]!.distortion);
    });
  });
});

describe("normsOf", () => {
  it("gives the length of every query, then of every key; worked by hand", () => {
    const norms = normsOf(Float32Array.of(3, 4, 0, -2), Float32Array.of(5, 12, 1, 0, 0, 0), {
      nTokens: 2,
      nKeys: 3,
      dHead: 2,
    });
    expect([...norms]).toEqual([5, 2, 13, 1, 0]);
  });
});
