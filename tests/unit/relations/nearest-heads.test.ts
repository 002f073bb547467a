import { describe, expect, it } from "vitest";
import { loadKernels } from "#math/load-kernels.ts";
import { seededRandom } from "#math/random.ts";
import { nearestHeads } from "#relations/nearest-heads.ts";
import { headRows } from "#relations/row-distance.ts";

const noKernels = (): Promise<never> => Promise.reject(new Error("not needed"));

describe("the heads nearest to a head", () => {
  it("come with their distances, nearest first, beside the median of all pairs", async () => {
    const starts = Uint32Array.from([0, 2]);
    const heads = [
      [1, 0],
      [0.9, 0.1],
      [0, 1],
    ].map((row) => headRows(row, starts));
    const { nearest, typical } = await nearestHeads(heads, starts, 1, { kernels: noKernels });
    expect(nearest.map(([first]) => first?.head)).toEqual([1, 0, 1]);
    expect(nearest[0]![0]!.distance).toBeCloseTo(0.228, 2);
    // 0 to 2 is 1; 1 to 2 lies between it and 0 to 1.
    expect(typical).toBe(nearest[2]![0]!.distance);
  });

  it("has none beside itself", async () => {
    const starts = Uint32Array.from([0, 2]);
    const alone = await nearestHeads([headRows([1, 0], starts)], starts, 8, { kernels: noKernels });
    expect(alone).toEqual({ nearest: [[]], typical: null });
  });

  it("are mostly the same ones where only candidates are compared", async () => {
    const random = seededRandom(3);
    const [nRows, width] = [40, 10];
    const starts = Uint32Array.from({ length: nRows + 1 }, (_, row) => row * width);
    const kinds = Array.from({ length: 8 }, () => Array.from({ length: nRows * width }, () => random() ** 4));
    const heads = Array.from({ length: 120 }, (_, h) =>
      headRows(
        kinds[h % kinds.length]!.map((weight) => weight + 0.1 * random()),
        starts,
      ),
    );
    const exact = await nearestHeads(heads, starts, 5, { kernels: noKernels });
    const sketched = await nearestHeads(heads, starts, 5, { kernels: loadKernels, mostInPairs: 100 });
    const shared = exact.nearest.map(
      (list, h) =>
        list.filter(({ head }) => sketched.nearest[h]!.some((other) => other.head === head)).length / 5,
    );
    expect(shared.reduce((sum, share) => sum + share, 0) / heads.length).toBeGreaterThan(0.9);
    // All that are near are of the head's own kind.
    sketched.nearest.forEach((list, h) => {
      expect(list.map(({ head }) => head % kinds.length)).toEqual(Array(5).fill(h % kinds.length));
    });
    expect(sketched.typical).toBeCloseTo(exact.typical!, 1);
  });
});
