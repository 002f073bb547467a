import { describe, expect, it } from "vitest";
import { closedLines, isolines } from "#math/isolines.ts";

/** Where the sides of a single cell are met halfway. */
const SIDES: Record<string, string> = { "0 -1": "bottom", "1 0": "right", "0 1": "top", "-1 0": "left" };

/** Pieces of a cell whose corners are, from below left and around, a b c d. */
function cell(a: number, b: number, c: number, d: number, level = 0.5): string[] {
  const lines = isolines({ n: 2, reach: 1, values: Float32Array.of(a, b, d, c) }, level);
  return Array.from({ length: lines.length / 4 }, (_, i) => {
    const [x0, y0, x1, y1] = lines.subarray(i * 4, i * 4 + 4);
    return [`${x0!} ${y0!}`, `${x1!} ${y1!}`].map((end) => SIDES[end] ?? end).join(" – ");
  });
}

describe("one cell", () => {
  it.each([
    [[0, 0, 0, 0], []],
    [[1, 0, 0, 0], ["left – bottom"]],
    [[0, 1, 0, 0], ["bottom – right"]],
    [[1, 1, 0, 0], ["left – right"]],
    [[0, 0, 1, 0], ["right – top"]],
    [[0, 1, 1, 0], ["bottom – top"]],
    [[1, 1, 1, 0], ["left – top"]],
    [[0, 0, 0, 1], ["top – left"]],
    [[1, 0, 0, 1], ["top – bottom"]],
    [[1, 1, 0, 1], ["top – right"]],
    [[0, 0, 1, 1], ["right – left"]],
    [[1, 0, 1, 1], ["right – bottom"]],
    [[0, 1, 1, 1], ["bottom – left"]],
    [[1, 1, 1, 1], []],
  ] as const)("with corners %j is cut once at most, around what lies above", ([a, b, c, d], expected) => {
    expect(cell(a, b, c, d)).toEqual(expected);
  });

  it("with opposite corners above is cut around what its middle is not", () => {
    // Mean 0.5: not above. Each high corner stands alone.
    expect(cell(1, 0, 1, 0)).toEqual(["left – bottom", "right – top"]);
    expect(cell(0, 1, 0, 1)).toEqual(["bottom – right", "top – left"]);
    // Mean above: the low corners stand alone, cut where 0.5 lies between 0.2 and 0.9, three sevenths of the way.
    expect(cell(0.9, 0.2, 0.9, 0.2)).toHaveLength(2);
    const ends = (pieces: string[]): string[] =>
      pieces.map((piece) => piece.replaceAll(/-?\d\.\d+/g, (x) => Number(x).toFixed(2)));
    expect(ends(cell(0.9, 0.2, 0.9, 0.2))).toEqual(["0.14 -1 – 1 -0.14", "-0.14 1 – -1 0.14"]);
    expect(ends(cell(0.2, 0.9, 0.2, 0.9))).toEqual(["-1 -0.14 – -0.14 -1", "1 0.14 – 0.14 1"]);
  });

  it("is met where the value is, not halfway", () => {
    // Below: a quarter from 0 to 4; left: half from 0 to 2. Above is what is more than the level.
    expect(cell(0, 4, 4, 2, 1)).toEqual(["-0.5 -1 – left"]);
    for (const corner of [0, 1, 2, 3]) {
      const [a = 0, b = 0, c = 0, d = 0] = [0, 0, 0, 0].with(corner, 1);
      expect(cell(a, b, c, d, 1)).toEqual([]);
    }
  });
});

describe("closedLines, by hand", () => {
  it("joins pieces end to end, whichever way each of them runs", () => {
    // A triangle, whose second piece runs backwards, and a square.
    const pieces = Float32Array.of(
      ...[0, 0, 1, 0],
      ...[0, 1, 1, 0],
      ...[0, 1, 0, 0],
      ...[5, 5, 6, 5],
      ...[6, 6, 5, 6],
      ...[6, 5, 6, 6],
      ...[5, 6, 5, 5],
    );
    expect(closedLines(pieces)).toEqual([
      [1, 0, 0, 1, 0, 0],
      [6, 5, 6, 6, 5, 6, 5, 5],
    ]);
    expect(closedLines(new Float32Array(0))).toEqual([]);
  });

  it("goes through a corner where two lines touch, on along the piece that comes first", () => {
    // Two triangles that meet in the origin.
    const pieces = Float32Array.of(
      ...[0, 0, 1, 0],
      ...[1, 0, 0, 1],
      ...[0, 1, 0, 0],
      ...[0, 0, -1, 0],
      ...[-1, 0, 0, -1],
      ...[0, -1, 0, 0],
    );
    expect(closedLines(pieces)).toEqual([[1, 0, 0, 1, 0, 0, -1, 0, 0, -1, 0, 0]]);
  });
});
