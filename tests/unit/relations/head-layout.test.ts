import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { layOutHeads } from "#relations/head-layout.ts";

/** Heads of three kinds, each around a corner of its own. */
function planted(n: number): Float32Array {
  const random = seededRandom(2);
  return Float32Array.from({ length: n * 3 }, (_, i) =>
    i % 3 === Math.floor(i / 3) % 3 ? 0.9 - 0.1 * random() : 0.05 * random(),
  );
}

describe("the map of heads", () => {
  it("keeps heads of a kind together, and says how many neighbors it keeps", async () => {
    const n = 90;
    const { places, method, kept, chance } = await layOutHeads(planted(n), n, 3);
    expect(method).toBe("t-SNE");
    expect(chance).toBeCloseTo(10 / 89, 9);
    expect(kept).toBeGreaterThan(0.4);
    for (let a = 0; a < n; a++) {
      const distance = (b: number): number =>
        Math.hypot(places[a * 2]! - places[b * 2]!, places[a * 2 + 1]! - places[b * 2 + 1]!);
      const others = Array.from({ length: n }, (_, b) => b).filter((b) => b !== a);
      const [nearest = -1] = others.sort((b, c) => distance(b) - distance(c));
      expect(nearest % 3).toBe(a % 3);
    }
  });

  it("fills its frame, and is the same for the same heads", async () => {
    const [{ places: one }, { places: two }] = [
      await layOutHeads(planted(60), 60, 3),
      await layOutHeads(planted(60), 60, 3),
    ];
    expect(one).toEqual(two);
    expect(Math.max(...one.map(Math.abs))).toBeCloseTo(1, 5);
  });

  it("keeps as many neighbors of thousands of heads, for which it takes fewer steps", async () => {
    // 3,000 such heads, for which it takes all steps, keep 0.694.
    const { kept } = await layOutHeads(planted(3001), 3001, 3);
    expect(kept).toBeGreaterThan(0.694 - 0.02);
  });

  it("lays few heads out by their principal components, even one, or heads that are all alike", async () => {
    const few = await layOutHeads(planted(6), 6, 3);
    expect(few.method).toBe("PCA");
    expect(few.kept).toBeNull();
    expect([...(await layOutHeads(Float32Array.of(1, 2, 3), 1, 3)).places]).toEqual([0, 0]);
    expect((await layOutHeads(new Float32Array(), 0, 3)).places).toHaveLength(0);
    const { places: same } = await layOutHeads(new Float32Array(40 * 3).fill(0.5), 40, 3);
    expect(same.every((x) => Number.isFinite(x))).toBe(true);
  });
});
