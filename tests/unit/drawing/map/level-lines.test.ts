import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { density, densityAt, levelOf } from "#math/density.ts";
import { seededRandom } from "#math/random.ts";
import { levelLines } from "../../../../src/drawing/map/level-lines.ts";

/** A grid of 3 × 3 corners over [−1, 1], whose middle stands out. */
const PEAK = { n: 3, reach: 1, values: Float32Array.of(0, 0, 0, 0, 4, 0, 0, 0, 0) };

/** Corners of a line, as `x y`, rounded. */
function cornersOf(line: readonly number[]): string[] {
  return Array.from({ length: line.length / 2 }, (_, i) =>
    line
      .slice(2 * i, 2 * i + 2)
      .map((place) => Number(place.toFixed(6)) + 0)
      .join(" "),
  );
}

describe("lines of equal density", () => {
  it("go around a peak where the value is met, by hand", () => {
    // A quarter of the way from a corner of 0 to the one of 4: three quarters from the middle.
    const lines = levelLines(PEAK, 1).map((line) => cornersOf(line).sort());
    expect(lines).toEqual([["-0.75 0", "0 -0.75", "0 0.75", "0.75 0"]]);
    expect(levelLines(PEAK, 5)).toEqual([]);
  });

  it("have x along the rows and y across them", () => {
    const values = new Float32Array(25);
    // Row 1, column 3: right of the middle and below it.
    values[5 + 3] = 1;
    const corners = cornersOf(levelLines({ n: 5, reach: 2, values }, 0.5)[0] ?? []).sort();
    expect(corners).toEqual(["0.5 -1", "1 -0.5", "1 -1.5", "1.5 -1"]);
  });

  it("join two peaks where what lies between them is high, and keep them apart where it is low", () => {
    const ridge = (between: number) => ({
      n: 5,
      reach: 2,
      values: Float32Array.from({ length: 25 }, (_, i) =>
        i === 11 || i === 13 ? 4 : i === 12 ? between : 0,
      ),
    });
    expect(levelLines(ridge(3), 2)).toHaveLength(1);
    expect(levelLines(ridge(1), 2)).toHaveLength(2);
  });

  it("go around a hole on its own line", () => {
    const values = Float32Array.from({ length: 49 }, (_, i) => {
      const [column, row] = [i % 7, Math.floor(i / 7)];
      return Math.max(Math.abs(column - 3), Math.abs(row - 3)) === 2 ? 1 : 0;
    });
    expect(levelLines({ n: 7, reach: 3, values }, 0.5)).toHaveLength(2);
  });

  it("are circles around a round hill", () => {
    const n = 65;
    const values = Float32Array.from({ length: n * n }, (_, i) => {
      const [column, row] = [i % n, Math.floor(i / n)];
      return Math.max(0, 30 - Math.hypot(column - 32, row - 32));
    });
    const lines = levelLines({ n, reach: 32, values }, 10);
    expect(lines).toHaveLength(1);
    for (let at = 0; at < lines[0]!.length; at += 2)
      expect(Math.hypot(lines[0]![at]!, lines[0]![at + 1]!)).toBeCloseTo(20, 1);
  });

  it("have the wanted density at every corner, and hold the wanted share of the points", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (seed, share) => {
          const random = seededRandom(seed);
          const bell = (): number => (random() + random() + random() + random() - 2) * 0.25;
          const [x, y] = [0, 1].map(() => Float32Array.from({ length: 120 }, bell));
          const grid = density(x!, y!);
          const level = levelOf(grid, x!, y!, share);
          const lines = levelLines(grid, level);
          for (const line of lines)
            for (let at = 0; at < line.length; at += 2)
              expect(densityAt(grid, line[at]!, line[at + 1]!) / level).toBeCloseTo(1, 3);
          const inside = x!.filter((value, i) => isInside(lines, value, y![i]!)).length;
          expect(Math.abs(inside / 120 - share)).toBeLessThan(0.03);
        },
      ),
      { numRuns: 30 },
    );
  });
});

/** By the number of lines that a ray to the right crosses. */
function isInside(lines: readonly (readonly number[])[], x: number, y: number): boolean {
  let isIn = false;
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 2) {
      const [x0, y0, x1, y1] = [0, 1, 2, 3].map((i) => line[(at + i) % line.length]!);
      if (y0! > y !== y1! > y && x < x0! + ((y - y0!) / (y1! - y0!)) * (x1! - x0!)) isIn = !isIn;
    }
  }
  return isIn;
}
