import { describe, expect, it } from "vitest";
import { relativeBias } from "#pipeline/architectures/parts/relative-bias.ts";
import { buildingWith, longs, runGraph } from "../../../../helpers/run-graph.ts";

/** The numbers of two heads: the first has the bucket itself, the second a hundred more. */
async function bucketsOf(
  length: number,
  isCausal = false,
): Promise<{ dims: readonly number[]; data: number[] }> {
  const table = Array.from({ length: 32 }, (_, bucket) => [bucket, bucket + 100]).flat();
  const building = buildingWith({ "bias.weight": table });
  const ids = building.graph.input("ids", "int64", ["batch", "length"]);
  const bias = relativeBias(building, "bias", ids, {
    ...{ nBuckets: 32, maxDistance: 128 },
    nHeads: 2,
    isCausal,
  });
  return runGraph(building.graph, bias, { ids: longs([Array.from({ length }, () => 1)]) });
}

/** With 32 buckets up to distance 128, the border before bucket 8 + b is at 8 · 2^(b/2): its square is a whole number. */
function bucketBehind(distance: number): number {
  if (distance < 8) return distance;
  let steps = 0;
  while (steps < 7 && distance ** 2 >= 64 * 2 ** (steps + 1)) steps++;
  return 8 + steps;
}

describe("a bias by distance", () => {
  it("has a bucket for each small distance and shares buckets among larger ones, on both sides", async () => {
    const length = 300;
    const { dims, data } = await bucketsOf(length);
    expect(dims).toEqual([1, 2, length, length]);
    const expected = Array.from({ length: length ** 2 }, (_, i) => {
      const ahead = (i % length) - Math.floor(i / length);
      return bucketBehind(Math.abs(ahead)) + (ahead > 0 ? 16 : 0);
    });
    expect(data.slice(0, length ** 2)).toEqual(expected);
    expect(data.slice(length ** 2)).toEqual(expected.map((bucket) => bucket + 100));
  });

  it("has the buckets of the original for distances known by heart", async () => {
    const { data } = await bucketsOf(130);
    const lastRow = data.slice(129 * 130, 130 * 130).reverse();
    const known = [0, 7, 8, 11, 12, 16, 23, 32, 64, 127, 129];
    expect(known.map((distance) => lastRow[distance])).toEqual([0, 7, 8, 8, 9, 10, 11, 12, 14, 15, 15]);
  });

  it("gives all buckets to earlier keys where later ones are not seen", async () => {
    const { data } = await bucketsOf(140, true);
    const rows = Array.from({ length: 140 }, (_, row) => data.slice(140 * row, 140 * (row + 1)));
    expect(rows[3]!.slice(0, 8)).toEqual([3, 2, 1, 0, 0, 0, 0, 0]);
    // From 16 on, 16 buckets up to distance 128: 16 · 8^(b / 16) begins bucket 16 + b.
    const border = (bucket: number): number => Math.ceil(16 * 8 ** ((bucket - 16) / 16) - 1e-9);
    const expected = Array.from({ length: 140 }, (_, distance) => {
      if (distance < 16) return distance;
      let bucket = 16;
      while (bucket < 31 && distance >= border(bucket + 1)) bucket++;
      return bucket;
    });
    expect(rows[139]!.toReversed()).toEqual(expected);
  });
});
