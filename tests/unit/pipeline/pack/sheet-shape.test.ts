import { describe, expect, it } from "vitest";
import { cellOptions, sheetShape } from "#pipeline/pack/sheet-shape.ts";

const model = (nLayers: number, nHeads: number): ReturnType<typeof sheetShape> =>
  sheetShape([{ heads: new Array<number>(nLayers).fill(nHeads) }]);

describe("sheetShape", () => {
  it("draws twice what a page shows: few heads large, many small", () => {
    expect(model(4, 4)).toEqual({ cellPx: 336, columns: 4, rows: 4 });
    expect(model(12, 12)).toEqual({ cellPx: 160, columns: 12, rows: 12 });
    expect(model(24, 16)).toEqual({ cellPx: 144, columns: 16, rows: 24 });
  });

  it("keeps the sheet of the largest models within what every device decodes", () => {
    expect(model(48, 64)).toEqual({ cellPx: 64, columns: 64, rows: 48 });
    expect(model(80, 64)).toEqual({ cellPx: 50, columns: 64, rows: 80 });
  });

  it("puts the layers of all towers below each other", () => {
    expect(sheetShape([{ heads: [6, 6] }, { heads: [8] }])).toMatchObject({ columns: 8, rows: 3 });
  });
});

describe("cellOptions", () => {
  it("draws many points small and few large, within bounds", () => {
    expect(cellOptions(288, 4000).radiusPx).toBeCloseTo(1.913, 2);
    expect(cellOptions(288, 100).radiusPx).toBeCloseTo(3.2, 5);
    expect(cellOptions(288, 200_000).radiusPx).toBe(1.1);
  });
});
