import { describe, expect, it } from "vitest";
import { drawAverage } from "#pipeline/pack/draw-average.ts";
import { decodePicture, encodeExactly } from "#pipeline/pack/encode-pictures.ts";
import { averageSheet } from "#pipeline/pack/outputs/average-sheet.ts";

const AMBER = [204, 118, 20];
const alphas = (rgba: Uint8Array): number[] => [...rgba].filter((_, i) => i % 4 === 3);
/** How weights are drawn: the square root of their share of the strongest. */
const drawn = (weight: number, strongest = 1): number => Math.round(Math.sqrt(weight / strongest) * 255);

const causal = {
  weights: Float32Array.of(1, 0, 0, 0.25, 0.75, 0, 0.5, 0.25, 0.25),
  starts: Uint32Array.of(0, 3),
  keyStarts: null,
  grid: null,
};

describe("drawAverage", () => {
  it("draws three tokens as three by three pixels, by hand", () => {
    const { widthPx, heightPx, rgba } = drawAverage(causal);
    expect([widthPx, heightPx]).toEqual([3, 3]);
    expect(alphas(rgba)).toEqual([255, 0, 0, 128, 221, 0, 180, 128, 128]);
    expect([...rgba.subarray(0, 3)]).toEqual(AMBER);
  });

  it("has a row per query and a column per key, of different numbers between two sequences", () => {
    const { widthPx, heightPx, rgba } = drawAverage({
      weights: Float32Array.of(0.25, 0.5, 0.25, 1, 0.5, 0.5),
      // One query for three keys, then two queries: one key each in the second pair …
      starts: Uint32Array.of(0, 1, 2, 3),
      keyStarts: Uint32Array.of(0, 3, 4, 6),
      grid: null,
    });
    expect([widthPx, heightPx]).toEqual([3, 1]);
    // (¼ + 1 + ½) / 3, (½ + ½) / 2, ¼ / 1, divided by their sum 4/3.
    const row = [7 / 12, 1 / 2, 1 / 4].map((weight) => weight / (4 / 3));
    expect(alphas(rgba)).toEqual(row.map((weight) => drawn(weight, row[0])));
  });

  it("draws even attention pale, and not as strong as a single key", () => {
    const n = 10;
    const even = { ...causal, starts: Uint32Array.of(0, n), weights: new Float32Array(n * n).fill(1 / n) };
    expect(new Set(alphas(drawAverage(even).rgba))).toEqual(new Set([drawn(0.1, 0.25)]));
    expect(
      alphas(drawAverage({ ...causal, starts: Uint32Array.of(0, 1), weights: Float32Array.of(1) }).rgba),
    ).toEqual([255]);
  });

  it("ends after 48 positions of a text", () => {
    const n = 60;
    const own = { ...causal, starts: Uint32Array.of(0, n), weights: new Float32Array(n * n).fill(1 / n) };
    expect(drawAverage(own)).toMatchObject({ widthPx: 48, heightPx: 48 });
  });

  it("has all patches of a small grid after the special tokens", () => {
    const n = 1 + 8 * 8;
    const own = { ...causal, starts: Uint32Array.of(0, n), weights: new Float32Array(n * n).fill(1 / n) };
    expect(drawAverage({ ...own, grid: { columns: 8, nSpecial: 1 } })).toMatchObject({ widthPx: n });
  });

  it("joins the patches of a fine grid to blocks: the mean of their queries, the sum of their keys", () => {
    const [columns, nSpecial] = [14, 1];
    const n = nSpecial + columns * columns;
    const weights = new Float32Array(n * n);
    // Every patch attends to itself, and the special token to the last patch.
    for (let i = 1; i < n; i++) weights[i * n + i] = 1;
    weights[n - 1] = 1;
    const own = { ...causal, starts: Uint32Array.of(0, n), weights };
    const { widthPx, rgba } = drawAverage({ ...own, grid: { columns, nSpecial } });
    const side = nSpecial + 7 * 7;
    expect(widthPx).toBe(side);
    const expected = Array.from({ length: side * side }, (_, at) => {
      const [row, column] = [Math.floor(at / side), at % side];
      return (row === 0 ? column === side - 1 : row === column) ? 255 : 0;
    });
    expect(alphas(rgba)).toEqual(expected);
  });

  it("keeps every pixel in its file", async () => {
    const picture = drawAverage(causal);
    const read = await decodePicture(await encodeExactly(picture));
    expect(alphas(read.rgba)).toEqual(alphas(picture.rgba));
    expect([...read.rgba.subarray(0, 3)]).toEqual(AMBER);
  });
});

describe("averageSheet", () => {
  it("scales each picture up by a whole factor and centers it in its cell", () => {
    const [two, one] = [
      { widthPx: 2, heightPx: 1, rgba: Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2) },
      { widthPx: 1, heightPx: 1, rgba: Uint8Array.of(3, 3, 3, 3) },
    ];
    const placed = [
      { row: 0, column: 0, picture: two },
      { row: 0, column: 1, picture: one },
    ];
    const sheet = averageSheet(placed, { cellPx: 5, columns: 2, rows: 1 });
    // Two pixels become four, in cells of five, which the single pixel fills.
    expect([sheet.widthPx, sheet.heightPx]).toEqual([10, 5]);
    const rows = alphas(sheet.rgba).join("").match(/.{10}/g);
    expect(rows).toEqual(["0000033333", "1122033333", "1122033333", "0000033333", "0000033333"]);
  });
});
