import { describe, expect, it } from "vitest";
import { roundHalfEven, targetSize, type SizeRule } from "#pipeline/inputs/image/pictures/target-size.ts";

function size(rule: SizeRule, height: number, width: number): [height: number, width: number] {
  const target = targetSize(rule, { height, width });
  return [target.height, target.width];
}

describe("targetSize", () => {
  it("brings the shorter edge to its length and cuts what the longer one has beyond whole pixels", () => {
    // 224 · 500 / 333 = 336.3 and 224 · 1000 / 301 = 744.2
    expect(size({ by: "shortest", edge: 224 }, 333, 500)).toEqual([224, 336]);
    expect(size({ by: "shortest", edge: 224 }, 1000, 301)).toEqual([744, 224]);
    // 224 · 799 / 400 = 447.44; 10 · 199 / 100 = 19.9
    expect(size({ by: "shortest", edge: 10 }, 199, 100)).toEqual([19, 10]);
    expect(size({ by: "shortest", edge: 7 }, 30, 30)).toEqual([7, 7]);
  });

  it("bounds the longer edge, and rounds the shorter one then", () => {
    // 800 · 2 = 1600 is more than 1333: the shorter edge becomes 666.5, rounded to the even 666.
    expect(size({ by: "shortest", edge: 800, most: 1333 }, 500, 1000)).toEqual([666, 1333]);
    expect(size({ by: "shortest", edge: 800, most: 1333 }, 600, 800)).toEqual([800, 1066]);
    // 40 · 3 / 2 = 60 stays; cut to multiples of 16.
    expect(size({ by: "shortest", edge: 40, most: 75, step: 16 }, 60, 90)).toEqual([32, 48]);
  });

  it("brings the longer edge to its length", () => {
    expect(size({ by: "longest", edge: 1024 }, 480, 640)).toEqual([768, 1024]);
    // 33.5 is rounded up.
    expect(size({ by: "longest", edge: 50 }, 100, 67)).toEqual([50, 34]);
  });

  it("fills a frame, with smaller pictures too", () => {
    expect(size({ by: "frame", height: 50, width: 50 }, 100, 200)).toEqual([25, 50]);
    expect(size({ by: "frame", height: 200, width: 500 }, 100, 200)).toEqual([200, 400]);
  });

  it("takes the nearest multiples, by the side that changes less where the shape is kept", () => {
    const rule = { by: "multiple", height: 384, width: 384, step: 32 } as const;
    expect(size({ ...rule, keepsShape: false }, 480, 640)).toEqual([384, 384]);
    // Height changes by 0.2, width by 0.4: both by 0.8, 512 = 16 · 32.
    expect(size({ ...rule, keepsShape: true }, 480, 640)).toEqual([384, 512]);
  });

  it("scales as ViLT does: whole pixels first, then whole steps", () => {
    expect(size({ by: "vilt", edge: 384, step: 32 }, 480, 640)).toEqual([384, 512]);
    // 384 · 1333 / 800 = 639: 384 · 3 = 1152 is too long, 213 × 639 is left.
    expect(size({ by: "vilt", edge: 384, step: 32 }, 100, 300)).toEqual([192, 608]);
  });

  it("rounds a picture's own size down", () => {
    expect(size({ by: "own", step: 32 }, 480, 650)).toEqual([480, 640]);
  });
});

describe("roundHalfEven", () => {
  it("rounds as Python does", () => {
    expect([0.5, 1.5, 2.5, 2.4, 2.6, -0.5, -1.5].map((value) => roundHalfEven(value) + 0)).toEqual([
      0, 2, 2, 2, 3, 0, -2,
    ]);
  });
});
