import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridOf, toSize } from "#pipeline/inputs/image/patch-grid.ts";

const square = [224, 224] as const;
const traced = { rows: 2, columns: 5, before: 3, after: 0, isTurned: false };

describe("gridOf", () => {
  it("finds square grids of square pictures behind special tokens by their number alone", () => {
    const only = (nTokens: number) => gridOf({ nTokens, image: square });
    expect(only(65)).toEqual({ rows: 8, columns: 8, nSpecial: 1, cellPx: 32 });
    expect(only(198)).toEqual({ rows: 14, columns: 14, nSpecial: 2, cellPx: 16 });
    expect(only(196)).toMatchObject({ rows: 14, columns: 14, nSpecial: 0 });
    expect(only(261)).toMatchObject({ rows: 16, columns: 16, nSpecial: 5 });
  });

  it("finds grids of other pictures by their shape, with no more special tokens than CLS", () => {
    const only = (nTokens: number, ...image: [number, number]) => gridOf({ nTokens, image });
    expect(only(60, 48, 320)).toMatchObject({ rows: 3, columns: 20, nSpecial: 0 });
    expect(only(61, 48, 320)).toMatchObject({ rows: 3, columns: 20, nSpecial: 1 });
    expect(only(99, 224, 112)).toMatchObject({ rows: 14, columns: 7, nSpecial: 1 });
    expect(only(8, 32, 64)).toMatchObject({ rows: 2, columns: 4, nSpecial: 0 });
    for (const nTokens of [40, 59, 62, 65]) expect(() => only(nTokens, 48, 320)).toThrow("inputs.grid");
  });

  it("never takes tokens of a wide or tall picture for special ones, but for CLS", () => {
    const side = fc.integer({ min: 1, max: 512 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), side, side, (nTokens, height, width) => {
        fc.pre(height !== width);
        let grid;
        try {
          grid = gridOf({ nTokens, image: [height, width] });
        } catch {
          return;
        }
        expect(grid.nSpecial).toBeLessThanOrEqual(1);
        expect(grid.rows * grid.columns + grid.nSpecial).toBe(nTokens);
        expect(grid.rows * width).toBe(grid.columns * height);
      }),
    );
  });

  it("takes the size of patches that config.json says where nothing better is known", () => {
    const only = (nTokens: number, image: [number, number], patch: [number, number]) =>
      gridOf({ nTokens, image, patch });
    expect(only(99, [224, 112], [16, 16])).toMatchObject({ rows: 14, columns: 7, nSpecial: 1 });
    expect(only(13, [224, 224], [112, 56])).toMatchObject({ rows: 2, columns: 4, nSpecial: 5 });
    // A patch that does not fit says nothing.
    expect(only(65, [64, 64], [2, 2])).toMatchObject({ rows: 8, columns: 8, nSpecial: 1 });
  });

  it("goes by the graph before config.json, and by the author before the graph", () => {
    const picture = { nTokens: 13, image: [32, 80], patch: [16, 16], traced } as const;
    expect(gridOf(picture)).toEqual({ rows: 2, columns: 5, nSpecial: 3, cellPx: 32 });
    expect(gridOf({ ...picture, said: { patch: [8, 27] } })).toMatchObject({
      rows: 4,
      columns: 2,
      nSpecial: 5,
    });
    expect(gridOf({ ...picture, said: { grid: [3, 4], patch: [8, 27] } })).toMatchObject({
      rows: 3,
      columns: 4,
      nSpecial: 1,
    });
    // However many special tokens the graph has.
    expect(gridOf({ ...picture, nTokens: 30, traced: { ...traced, before: 20 } })).toMatchObject({
      nSpecial: 20,
    });
  });

  it("says what it has seen when nothing tells, and the key that does", () => {
    expect(() => gridOf({ nTokens: 95, image: [224, 100], patch: [16, 16] })).toThrow(
      "the grid of a picture's tokens is unknown: expected rows × columns of patches after at most 8 special tokens, from the graph or the picture's shape, received 95 tokens of a picture of 224 × 100 pixels; config.json says patches of 16 × 16.\n  Set rows and columns in the model's YAML: inputs.grid: [rows, columns].",
    );
    expect(() => gridOf({ nTokens: 3, image: square })).toThrow(
      "received 3 tokens of a picture of 224 × 224 pixels.",
    );
  });

  it("refuses what the author says if the model has another number of tokens, and names the key", () => {
    const picture = { nTokens: 65, image: square } as const;
    expect(() => gridOf({ ...picture, said: { grid: [9, 9] } })).toThrow(
      "inputs.grid: [9, 9]: the grid of patches does not match the model: expected as many patches as the model has tokens, except for at most 8 special tokens before them, received 9 × 9 patches; 65 tokens of a picture of 224 × 224 pixels.",
    );
    expect(() => gridOf({ ...picture, said: { patch: [112, 112] } })).toThrow(
      "inputs.patch: [112, 112]: the grid of patches does not match the model",
    );
    expect(() => gridOf({ ...picture, said: { patch: [448, 448] } })).toThrow("received 0 × 0 patches");
  });

  it("refuses tokens in an order that cannot be drawn", () => {
    const picture = { nTokens: 13, image: square };
    expect(() => gridOf({ ...picture, traced: { ...traced, before: 0, after: 3 } })).toThrow(
      "received 3 tokens behind 2 × 5 patches",
    );
    expect(() => gridOf({ ...picture, traced: { ...traced, isTurned: true } })).toThrow(
      "received 2 × 5 patches column by column",
    );
  });

  it("reads a side, or height and width", () => {
    expect([toSize(4), toSize([2, 3])]).toEqual([
      [4, 4],
      [2, 3],
    ]);
    expect([toSize([14]), toSize(-1), toSize("many"), toSize(undefined)]).toEqual(Array(4).fill(undefined));
  });
});
