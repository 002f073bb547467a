import { describe, expect, it } from "vitest";
import { levelOf, matrixCells, N_LEVELS } from "#drawing/patterns/cells.ts";
import { patternSequence } from "../../../helpers/pattern-sequence.ts";

describe("the matrix of a sequence", () => {
  it("has a shape per shade, with neighbors of a row in one piece", () => {
    const sequence = patternSequence(3, [[0, 0, 1], [1, 0, 0.01], [1, 1, 0.99], [2, 0, 0.01], [2, 1, 0.01]]); // prettier-ignore
    expect(matrixCells(sequence)).toEqual({
      side: 3,
      tokensPerCell: 1,
      shades: [
        { level: 1, path: "M0 1h1v1h-1zM0 2h2v1h-2z" },
        { level: N_LEVELS, path: "M0 0h1v1h-1zM1 1h1v1h-1z" },
      ],
    });
  });

  it("shows several tokens of a long sequence by their largest weight", () => {
    const sequence = patternSequence(200, [[0, 0, 0.01], [3, 2, 1], [199, 199, 0.5]]); // prettier-ignore
    const { side, tokensPerCell, shades } = matrixCells(sequence);
    expect([side, tokensPerCell]).toEqual([50, 4]);
    expect(shades).toEqual([
      { level: 4, path: "M49 49h1v1h-1z" },
      { level: N_LEVELS, path: "M0 0h1v1h-1z" },
    ]);
  });

  it("shows every weight, be it as small as may be, and none where there is none", () => {
    expect([0, 1e-9, 0.25, 1].map(levelOf)).toEqual([0, 1, 3, N_LEVELS]);
    expect(matrixCells(patternSequence(2, [])).shades).toEqual([]);
  });
});
