import { describe, expect, it } from "vitest";
import { longestMoves } from "#viewer/compare/draw-moves.ts";

// Two tokens: queries, then keys.
const here = { n: 4, x: Float32Array.of(0, 0, 0, 0), y: Float32Array.of(0, 1, 0, 1) };
const there = { n: 4, x: Float32Array.of(3, 0, 0, 1), y: Float32Array.of(4, 1, 0.5, 1) };
const pairs = [
  [0, 0],
  [1, 1],
] as const;

describe("longestMoves", () => {
  it("leads each point to its counterpart, the longest way first", () => {
    const { moves, nPoints } = longestMoves({ here, there, pairs, shown: null });
    expect(nPoints).toBe(4);
    expect(moves.slice(0, 2)).toMatchObject([
      { from: [0, 0], to: [3, 4], role: "query" },
      { from: [0, 1], to: [1, 1], role: "key" },
    ]);
  });

  it("leaves out points that are faded, and those that are not there", () => {
    const shown = Uint8Array.of(255, 36, 255, 36);
    const gone = { ...there, x: there.x.map((x, i) => (i === 2 ? NaN : x)) };
    expect(longestMoves({ here, there: gone, pairs, shown }).moves).toMatchObject([
      { from: [0, 0], to: [3, 4] },
    ]);
  });
});
