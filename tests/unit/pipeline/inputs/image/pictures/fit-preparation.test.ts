import { describe, expect, it } from "vitest";
import { fitPreparation } from "#pipeline/inputs/image/pictures/fit-preparation.ts";
import type { Preparation } from "#pipeline/inputs/image/pictures/preparation.ts";
import type { SizeRule } from "#pipeline/inputs/image/pictures/target-size.ts";
import { DATA_TYPE } from "#pipeline/onnx/feeds/fed-types.ts";

const values = [0.4, 0.5, 0.6].map((mean) => ({
  factor: 1 / 255,
  offset: 0,
  normalizations: [{ mean, std: 0.5 }],
}));
const preparation: Preparation = { channels: "rgb", values };
const given = { preparation, warnings: ["first"] };
const input = (dataType: number, nChannels?: number) => ({
  name: "x",
  dataType,
  picture: { channels: "first" as const, hasBatch: true, ...(nChannels === undefined ? {} : { nChannels }) },
});

describe("fitPreparation", () => {
  it("leaves a preparation that fits", () => {
    for (const type of ["float32", "float16", "float64"] as const) {
      expect(fitPreparation(given, input(DATA_TYPE[type], 3))).toEqual(given);
      expect(fitPreparation(given, input(DATA_TYPE[type]))).toEqual(given);
    }
  });

  it("makes pictures gray for one channel", () => {
    const gray = { preparation: { channels: "gray", values: values.slice(0, 1) }, warnings: ["first"] };
    expect(fitPreparation(given, input(DATA_TYPE.float32, 1))).toEqual(gray);
  });

  it("leaves levels as they are for whole numbers, and says so", () => {
    const { preparation: fitted, warnings } = fitPreparation(given, input(DATA_TYPE.uint8, 3));
    expect(fitted.values).toEqual(Array(3).fill({ factor: null, offset: 0, normalizations: [] }));
    expect(warnings).toEqual([
      "first",
      "The model takes levels of 0 to 255: they are fed as they are, without scaling.",
    ]);
  });

  describe("a crop that no file names", () => {
    const crop = { height: 224, width: 224, rounds: "down", isAssumed: true } as const;
    const resizedTo = (rule: SizeRule, isAssumed?: true) => ({
      preparation: {
        ...preparation,
        resize: { rule, filter: "bilinear" as const },
        crop: isAssumed ? crop : { height: 224, width: 224, rounds: "down" as const },
      },
      warnings: ["first"],
    });
    const graph = (...dims: (number | string)[]) => ({ ...input(DATA_TYPE.float32, 3), dims });
    const exact = { by: "exact", height: 32, width: 48 } as const;

    it("gives way to the size that the graph fixes, where pictures are resized to just that, and the page says so", () => {
      for (const rule of [exact, { by: "shortest", edge: 32 } as const]) {
        const fitted = fitPreparation(resizedTo(rule, true), graph("batch", 3, 32, 48));
        expect(fitted.preparation.crop).toEqual({ height: 32, width: 48, rounds: "down" });
        expect(fitted.warnings).toEqual([
          "first",
          "The model's files name no crop. Its image processor would take 224 × 224 pixels; the model itself takes 32 × 48, and gets them.",
        ]);
      }
    });

    it("is found behind the channels, or without an axis of pictures, too", () => {
      const last = { channels: "last", hasBatch: true } as const;
      const alone = { channels: "first", hasBatch: false } as const;
      for (const [picture, ...dims] of [
        [last, 1, 32, 48, 3],
        [alone, 3, 32, 48],
      ] as const) {
        const fitted = fitPreparation(resizedTo(exact, true), { ...graph(...dims), picture });
        expect(fitted.preparation.crop).toMatchObject({ height: 32, width: 48 });
      }
    });

    it("stays where a file names it, the graph leaves its size open, or pictures are resized to another one", () => {
      const left = [
        [resizedTo(exact), graph(1, 3, 32, 48)],
        [resizedTo(exact, true), graph(1, 3, "height", "width")],
        [resizedTo(exact, true), graph(1, 3, 64, 64)],
        [resizedTo({ by: "shortest", edge: 256 }, true), graph(1, 3, 224, 224)],
      ] as const;
      for (const [read, to] of left) expect(fitPreparation(read, to)).toEqual(read);
    });
  });

  it("refuses numbers of channels that no picture has, and levels beyond the type", () => {
    expect(() => fitPreparation(given, input(DATA_TYPE.float32, 4))).toThrow(
      "input x: the model takes pictures in another way than they can be prepared: expected pictures of three channels, or gray ones, received 4 channels.",
    );
    expect(() => fitPreparation(given, input(DATA_TYPE.int8, 3))).toThrow("received int8.");
  });
});
