import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { density, densityAt, levelOf } from "#math/density.ts";
import { closedLines, isolines } from "#math/isolines.ts";
import { seededRandom } from "#math/random.ts";

/** Points around two middles. */
function twoClouds(n: number, seed: number): { x: Float32Array; y: Float32Array } {
  const random = seededRandom(seed);
  const bell = (): number => (random() + random() + random() + random() - 2) * 0.15;
  const middle = (i: number): number => (i % 2 === 0 ? -0.5 : 0.5);
  const x = Float32Array.from({ length: n }, (_, i) => middle(i) + bell());
  return { x, y: Float32Array.from({ length: n }, bell) };
}

function pieces(lines: Float32Array): number[][] {
  return Array.from({ length: lines.length / 4 }, (_, i) => [...lines.subarray(i * 4, i * 4 + 4)]);
}

/** Closed lines that the pieces make. */
function loops(lines: Float32Array): number {
  const open = pieces(lines).map(([x0, y0, x1, y1]) => [`${x0} ${y0}`, `${x1} ${y1}`]);
  let count = 0;
  while (open.length > 0) {
    const ends = new Set(open.pop());
    for (let found = 0; found >= 0;) {
      found = open.findIndex((piece) => piece.some((end) => ends.has(end)));
      if (found >= 0) for (const end of open.splice(found, 1)[0]!) ends.add(end);
    }
    count++;
  }
  return count;
}

describe("density", () => {
  it("is high where points are and nothing where there are none", () => {
    const { x, y } = twoClouds(2000, 1);
    const grid = density(x, y);
    expect(densityAt(grid, -0.5, 0)).toBeGreaterThan(10 * densityAt(grid, 0, 0));
    expect(densityAt(grid, 0, 0.9)).toBeCloseTo(0, 5);
  });

  it("holds every point once, wherever it lies", () => {
    const place = fc.float({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 40 }), (points) => {
        const [x, y] = [0, 1].map((axis) => Float32Array.from(points, (point) => point[axis] ?? 0));
        const { values } = density(x!, y!);
        // A kernel loses at most its tail at the border.
        const sum = values.reduce((total, value) => total + value, 0);
        expect(sum).toBeGreaterThan(points.length * 0.97);
        expect(sum).toBeLessThan(points.length * 1.001);
      }),
    );
  });

  it("has a level above which the wanted share of the points lies", () => {
    const { x, y } = twoClouds(2000, 2);
    const grid = density(x, y);
    for (const share of [0.3, 0.6, 0.9]) {
      const level = levelOf(grid, x, y, share);
      const inside = x.filter((value, i) => densityAt(grid, value, y[i]!) >= level).length;
      expect(inside / 2000).toBeCloseTo(share, 2);
    }
  });
});

describe("isolines", () => {
  /** One corner of a 3 × 3 grid stands out. */
  const peak = { n: 3, reach: 1, values: Float32Array.of(0, 0, 0, 0, 4, 0, 0, 0, 0) };

  it("go around a peak where the value is met, by hand", () => {
    const corners = pieces(isolines(peak, 1)).flatMap(([x0, y0, x1, y1]) => [`${x0} ${y0}`, `${x1} ${y1}`]);
    // A quarter of the way from a corner of 0 to the one of 4: three quarters from the middle.
    expect(new Set(corners)).toEqual(new Set(["0 -0.75", "-0.75 0", "0.75 0", "0 0.75"]));
    expect(isolines(peak, 5)).toHaveLength(0);
  });

  it("join two peaks at a saddle that lies above, and keep them apart where it lies below", () => {
    const grid = {
      n: 4,
      reach: 3,
      values: Float32Array.of(0, 0, 0, 0, 0, 4, 1, 0, 0, 1, 4, 0, 0, 0, 0, 0),
    };
    // Between the peaks the mean of the corners is 2.5.
    expect(loops(isolines(grid, 2))).toBe(1);
    expect(loops(isolines(grid, 3))).toBe(2);
  });

  it("join to whole lines, each piece in one of them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const { x, y } = twoClouds(60, seed);
        const grid = density(x, y);
        const lines = isolines(grid, levelOf(grid, x, y, 0.6));
        const joined = closedLines(lines);
        expect(joined).toHaveLength(loops(lines));
        expect(joined.reduce((sum, line) => sum + line.length / 2, 0)).toBe(lines.length / 4);
      }),
      { numRuns: 20 },
    );
    expect(closedLines(isolines(peak, 1))).toHaveLength(1);
  });

  it("are circles around a round hill", () => {
    const n = 65;
    const values = Float32Array.from({ length: n * n }, (_, i) => {
      const [column, row] = [i % n, Math.floor(i / n)];
      return Math.max(0, 30 - Math.hypot(column - 32, row - 32));
    });
    for (const [x0, y0] of pieces(isolines({ n, reach: 32, values }, 10)))
      expect(Math.hypot(x0!, y0!)).toBeCloseTo(20, 1);
  });

  it("close: every piece's end is the beginning of another", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (seed, share) => {
          const { x, y } = twoClouds(60, seed);
          const grid = density(x, y);
          const ends = new Map<string, number>();
          for (const [x0, y0, x1, y1] of pieces(isolines(grid, levelOf(grid, x, y, share))))
            for (const end of [`${x0} ${y0}`, `${x1} ${y1}`]) ends.set(end, (ends.get(end) ?? 0) + 1);
          expect([...ends.values()].every((count) => count % 2 === 0)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});
