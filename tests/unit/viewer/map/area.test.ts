import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { countTokens, pointsIn, simplified } from "#viewer/map/area.ts";

const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

describe("pointsIn", () => {
  it("finds what is inside, not what is beside", () => {
    const x = Float32Array.of(0.5, 1.5, -0.1, 0.9);
    const y = Float32Array.of(0.5, 0.5, 0.5, 0.1);
    expect(pointsIn({ n: 4, x, y }, SQUARE)).toEqual([0, 3]);
  });

  it("takes a bay for outside", () => {
    const bay = [
      [0, 0],
      [3, 0],
      [3, 3],
      [2, 3],
      [2, 1],
      [1, 1],
      [1, 3],
      [0, 3],
    ] as const;
    const inside = pointsIn({ n: 3, x: Float32Array.of(0.5, 1.5, 2.5), y: Float32Array.of(2, 2, 2) }, bay);
    expect(inside).toEqual([0, 2]);
  });

  it("finds the same wherever the outline begins, and whichever way it runs", () => {
    // Coordinates and corners are quantized: numbers like 1e-300, where a quotient loses all its digits, do not occur.
    const near = fc.integer({ min: -1200, max: 1200 }).map((n) => n / 1000 + 1e-5);
    const place = fc.integer({ min: -1200, max: 1200 }).map((n) => n / 1000);
    const outline = fc.array(fc.tuple(near, near), { minLength: 3, maxLength: 9 });
    fc.assert(
      fc.property(outline, fc.array(fc.tuple(place, place)), fc.nat(8), (area, places, turn) => {
        const n = places.length;
        const map = {
          n,
          x: Float32Array.from(places, ([x]) => x),
          y: Float32Array.from(places, ([, y]) => y),
        };
        const at = turn % area.length;
        const inside = pointsIn(map, area);
        expect(pointsIn(map, [...area.slice(at), ...area.slice(0, at)])).toEqual(inside);
        expect(pointsIn(map, area.toReversed())).toEqual(inside);
      }),
    );
  });
});

describe("simplified", () => {
  it("keeps at most so many corners, rounded to thousandths", () => {
    const outline = Array.from({ length: 100 }, (_, i) => [i / 7, i / 3] as const);
    const area = simplified(outline, 24);
    expect(area).toHaveLength(24);
    expect(area[1]).toEqual([0.571, 1.333]);
    expect(simplified(SQUARE, 24)).toEqual(SQUARE);
  });
});

describe("countTokens", () => {
  it("counts queries and keys of each token, the most frequent first", () => {
    const table: TokenTable = {
      nTokens: 3,
      nSequences: 1,
      vocab: [" river", "a"],
      ids: Uint16Array.of(0, 1, 0),
      starts: Uint32Array.of(0, 3),
      split: null,
      special: new Uint8Array(3),
      sequenceOf: new Uint32Array(3),
      labels: new Map(),
    };
    expect(countTokens(table, [0, 1, 2, 3])).toEqual([
      { text: "river", nQueries: 2, nKeys: 1, point: 0 },
      { text: "a", nQueries: 1, nKeys: 0, point: 1 },
    ]);
  });
});
