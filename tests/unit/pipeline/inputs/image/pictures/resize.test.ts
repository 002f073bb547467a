import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FILTER_NAMES, type FilterName } from "#pipeline/inputs/image/pictures/resampling-filters.ts";
import { resize, type Bitmap } from "#pipeline/inputs/image/pictures/resize.ts";
import { drawPicture, PICTURE_NAMES, readReferences } from "../../../../../helpers/drawn-pictures.ts";
import { expectClose } from "../../../../../helpers/expect-close.ts";

function gray(width: number, ...levels: number[]): Bitmap {
  return { data: Uint8Array.from(levels), height: levels.length / width, width, nChannels: 1 };
}

/** Any picture of up to 24 × 24 pixels and the size that it is to have. */
const resizing = fc
  .record({ height: fc.integer({ min: 1, max: 24 }), width: fc.integer({ min: 1, max: 24 }) })
  .chain(({ height, width }) =>
    fc.record({
      picture: fc
        .uint8Array({ minLength: height * width, maxLength: height * width })
        .map((data) => ({ data, height, width, nChannels: 1 })),
      height: fc.integer({ min: 1, max: 40 }),
      width: fc.integer({ min: 1, max: 40 }),
    }),
  );

function mirror({ data, height, width, nChannels }: Bitmap): Bitmap {
  const lines = Array.from({ length: height }, (_, row) => [
    ...data.subarray(row * width, (row + 1) * width),
  ]);
  return { data: Uint8Array.from(lines.flatMap((line) => line.reverse())), height, width, nChannels };
}

describe("resize", () => {
  const { drawn, resized } = readReferences();

  it("is tested with the pictures that Pillow got", () => {
    expect(Object.fromEntries(PICTURE_NAMES.map((name) => [name, crc32(drawPicture(name).data)]))).toEqual(
      drawn,
    );
  });

  it("makes of them what Pillow makes, to the bit, with every kernel", () => {
    expect(new Set(resized.map(({ filter }) => filter))).toEqual(new Set(FILTER_NAMES));
    for (const { picture, filter, height, width, levels } of resized) {
      const { data } = resize(drawPicture(picture), height, width, filter);
      const green = data.filter((_, i) => i % 3 === 1);
      expect([picture, filter, Buffer.from(green).toString("hex")]).toEqual([
        picture,
        filter,
        Buffer.from(levels).toString("hex"),
      ]);
    }
  });

  it("weighs by distance from the center of a pixel, and what lies beyond the edge not at all", () => {
    // Half as wide: pixels 0.5, 0.5 and 1.5 away weigh 0.75, 0.75 and 0.25, and 255 · 0.25 / 1.75 = 36.4.
    expect([...resize(gray(4, 0, 0, 255, 255), 1, 2, "bilinear").data]).toEqual([36, 219]);
    // Twice as wide: centers at 0.25 and 0.75 of the way between the two pixels' centers, and outside of them.
    expect([...resize(gray(2, 0, 200), 1, 4, "bilinear").data]).toEqual([0, 50, 150, 200]);
    expect([...resize(gray(4, 10, 20, 30, 50), 1, 2, "box").data]).toEqual([15, 40]);
    expect([...resize(gray(4, 1, 2, 3, 4), 1, 2, "nearest").data]).toEqual([2, 4]);
  });

  it("overshoots with bicubic and lanczos, and cuts off at black and white", () => {
    for (const filter of ["bicubic", "lanczos"] as const) {
      const { data } = resize(gray(4, 100, 100, 200, 200), 1, 16, filter);
      expect(Math.min(...data)).toBeLessThan(100);
      expect(Math.max(...data)).toBeGreaterThan(200);
      const { data: cut } = resize(gray(4, 0, 0, 255, 255), 1, 16, filter);
      expect([Math.min(...cut), Math.max(...cut)]).toEqual([0, 255]);
    }
  });

  it("keeps a picture of one level, whatever the sizes and the kernel", () => {
    fc.assert(
      fc.property(
        resizing,
        fc.nat(255),
        fc.constantFrom(...FILTER_NAMES),
        ({ picture, height, width }, level, filter) => {
          const { data } = resize({ ...picture, data: picture.data.fill(level) }, height, width, filter);
          return data.length === height * width && data.every((value) => value === level);
        },
      ),
    );
  });

  it("makes of a mirrored picture the mirrored picture", () => {
    const symmetric: FilterName[] = ["bilinear", "hamming", "bicubic", "lanczos"];
    fc.assert(
      fc.property(resizing, fc.constantFrom(...symmetric), ({ picture, height, width }, filter) => {
        const there = resize(mirror(picture), height, width, filter);
        expectClose(mirror(there).data, resize(picture, height, width, filter).data, { abs: 1 });
      }),
    );
  });

  it("leaves a picture that has its size already", () => {
    const picture = drawPicture("odd noise");
    for (const filter of FILTER_NAMES)
      expect(resize(picture, picture.height, picture.width, filter).data).toEqual(picture.data);
  });

  it("makes no picture without pixels", () => {
    expect(() => resize(gray(2, 0, 1), 0, 2, "bilinear")).toThrow(
      new RangeError("no picture is 0 × 2 pixels large"),
    );
  });
});
