import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reshape } from "#pipeline/onnx/grid/reshape.ts";
import {
  asTokens,
  collapse,
  concat,
  cutTokens,
  pixelsOf,
  transpose,
  type Spread,
} from "#pipeline/onnx/grid/spread.ts";

const picture = (height: number, width: number): Spread => pixelsOf([1, 3, height, width], 2);
const size = fc.integer({ min: 1, max: 6 });

describe("reshape", () => {
  it("keeps the coarse part of rows and columns that are cut, and drops what is inside of a patch", () => {
    const cut = reshape(picture(6, 20), [1, 3, 6, 20], [1, 3, 2, 3, 5, 4]);
    expect(cut?.labels).toEqual([null, null, "rows", null, "columns", null]);
    expect(cut).toMatchObject({ rows: 2, columns: 5 });
  });

  it("makes tokens of rows and columns, in this order or the other", () => {
    const map = reshape(picture(4, 6), [1, 3, 4, 6], [1, 3, 24]);
    expect(map).toEqual({
      labels: [null, null, "tokens"],
      rows: 4,
      columns: 6,
      before: 0,
      after: 0,
      isTurned: false,
    });
    const turned = transpose(picture(4, 6), [0, 1, 3, 2], [1, 3, 6, 4]);
    expect(turned && reshape(turned, [1, 3, 6, 4], [3, 24])).toMatchObject({
      labels: [null, "tokens"],
      rows: 4,
      columns: 6,
      isTurned: true,
    });
  });

  it("lays tokens out again, and back", () => {
    const tokens = reshape(picture(4, 6), [1, 3, 4, 6], [1, 3, 24]);
    const map = tokens && reshape(tokens, [1, 3, 24], [1, 3, 4, 6]);
    expect(map?.labels).toEqual([null, null, "rows", "columns"]);
    expect(map && reshape(map, [1, 3, 4, 6], [1, 3, 24])).toEqual(tokens);
    // Other shapes of as many are no rows and columns.
    expect(tokens && reshape(tokens, [1, 3, 24], [1, 3, 6, 4])).toBeUndefined();
    expect(tokens && reshape(tokens, [1, 3, 24], [1, 3, 2, 12])).toBeUndefined();
  });

  it("passes axes of one, wherever they come and go", () => {
    const thin = reshape(picture(1, 6), [1, 3, 1, 6], [3, 6, 1]);
    expect(thin).toMatchObject({ labels: [null, "columns", null], rows: 1, columns: 6 });
    expect(thin && asTokens(thin)?.labels).toEqual([null, "tokens", null]);
  });

  it("does not understand rows merged with channels, or numbers that do not fit", () => {
    expect(reshape(picture(4, 6), [1, 3, 4, 6], [1, 12, 6])).toBeUndefined();
    expect(reshape(picture(4, 6), [1, 3, 4, 6], [1, 3, 8, 3])).toBeUndefined();
    expect(reshape(picture(4, 6), [1, 3, 4, 6], [1, 3, 25])).toBeUndefined();
    expect(reshape(picture(4, 6), [1, 3, 4, 6], [])).toBeUndefined();
  });

  it("finds the grid of any picture that is cut as einops does it", () => {
    fc.assert(
      fc.property(
        size,
        size,
        size,
        size,
        fc.integer({ min: 2, max: 5 }),
        (rows, columns, high, wide, nChannels) => {
          fc.pre(rows * columns > 1);
          const whole = [1, nChannels, rows * high, columns * wide];
          const cut = [1, nChannels, rows, high, columns, wide];
          const cells = reshape(pixelsOf(whole, 2), whole, cut);
          const perm = [0, 2, 4, 3, 5, 1];
          const sorted =
            cells &&
            transpose(
              cells,
              perm,
              perm.map((axis) => cut[axis]!),
            );
          const flat = [1, rows * columns, high * wide * nChannels];
          const patches =
            sorted &&
            reshape(
              sorted,
              perm.map((axis) => cut[axis]!),
              flat,
            );
          const tokens = patches && asTokens(patches);
          expect(tokens).toMatchObject({ labels: [null, "tokens", null], rows, columns, isTurned: false });
        },
      ),
    );
  });
});

describe("tokens beside the patches", () => {
  const tokens = reshape(picture(2, 5), [1, 3, 2, 5], [1, 3, 10])!;

  it("are counted in front and behind, and cut away again", () => {
    const all = concat(tokens, 2, [1, 4, 10, 3], 2);
    expect(all).toMatchObject({ before: 5, after: 3 });
    expect(all && cutTokens(all, 1, 17)).toMatchObject({ before: 4, after: 3 });
    expect(all && cutTokens(all, 5, 10)).toMatchObject({ before: 0, after: 0 });
    expect(all && cutTokens(all, 6, 9)).toBeUndefined();
    expect(all && cutTokens(all, 0, 14)).toBeUndefined();
  });

  it("are none where channels are put side by side", () => {
    expect(concat(tokens, 1, [3, 3], 0)).toEqual(tokens);
  });

  it("cannot be put beside rows or columns", () => {
    expect(concat(picture(2, 5), 3, [5, 1], 0)).toBeUndefined();
    expect(concat(picture(1, 5), 3, [5, 1], 0)).toMatchObject({ columns: 5, after: 1 });
  });
});

describe("collapse", () => {
  it("leaves one row where rows are pooled away", () => {
    expect(collapse(picture(4, 6), [-2], [1, 3, 6])).toMatchObject({
      labels: [null, null, "columns"],
      rows: 1,
      columns: 6,
    });
    const tokens = reshape(picture(4, 6), [1, 3, 4, 6], [1, 3, 24])!;
    expect(collapse(tokens, [2], [1, 3])).toBeUndefined();
    expect(collapse(tokens, [1], [1, 24])).toMatchObject({ labels: [null, "tokens"] });
  });
});
