import { describe, expect, it } from "vitest";
import { fitPreparation } from "#pipeline/inputs/pictures/fit-preparation.ts";
import type { Preparation } from "#pipeline/inputs/pictures/preparation.ts";
import { DATA_TYPE } from "#pipeline/onnx/fed-types.ts";

const values = [0.4, 0.5, 0.6].map((mean) => ({
  factor: 1 / 255,
  offset: 0,
  normalizations: [{ mean, std: 0.5 }],
}));
const preparation: Preparation = { channels: "rgb", values };
const given = { preparation, remarks: ["first"] };
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
    const gray = { preparation: { channels: "gray", values: values.slice(0, 1) }, remarks: ["first"] };
    expect(fitPreparation(given, input(DATA_TYPE.float32, 1))).toEqual(gray);
  });

  it("leaves levels as they are for whole numbers, and says so", () => {
    const { preparation: fitted, remarks } = fitPreparation(given, input(DATA_TYPE.uint8, 3));
    expect(fitted.values).toEqual(Array(3).fill({ factor: null, offset: 0, normalizations: [] }));
    expect(remarks).toEqual([
      "first",
      "The model takes levels of 0 to 255: they are fed as they are, without scaling.",
    ]);
  });

  it("refuses numbers of channels that no picture has, and levels beyond the type", () => {
    expect(() => fitPreparation(given, input(DATA_TYPE.float32, 4))).toThrow(
      "input x: the model takes pictures in another way than they can be prepared: expected pictures of three channels, or gray ones, received 4 channels.",
    );
    expect(() => fitPreparation(given, input(DATA_TYPE.int8, 3))).toThrow("received int8.");
  });
});
