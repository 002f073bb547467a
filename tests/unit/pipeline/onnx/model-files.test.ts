import { describe, expect, it } from "vitest";
import { chooseFiles } from "#pipeline/onnx/model-files.ts";

const among = (...names: string[]) => chooseFiles(names.map((name) => `onnx/${name}.onnx`));

describe("chooseFiles", () => {
  it("takes the whole model before its parts, and full precision before less", () => {
    expect(among("model_fp16", "text_model", "model", "vision_model")).toEqual(["onnx/model.onnx"]);
    expect(among("model_quantized", "model_fp16")).toEqual(["onnx/model_fp16.onnx"]);
  });

  it("takes parts that belong together, the one without a cache first", () => {
    expect(among("decoder_model_merged", "encoder_model", "decoder_with_past_model")).toEqual([
      "onnx/encoder_model.onnx",
      "onnx/decoder_model_merged.onnx",
    ]);
    expect(among("encoder_model_fp16", "decoder_model_merged_fp16")).toEqual([
      "onnx/encoder_model_fp16.onnx",
      "onnx/decoder_model_merged_fp16.onnx",
    ]);
    expect(among("vision_model", "text_model")).toEqual(["onnx/text_model.onnx", "onnx/vision_model.onnx"]);
    expect(among("encoder_model")).toEqual(["onnx/encoder_model.onnx"]);
  });

  it("looks in onnx/ before the folder itself, and never mixes the two", () => {
    expect(chooseFiles(["model.onnx", "onnx/model.onnx"])).toEqual(["onnx/model.onnx"]);
    expect(chooseFiles(["encoder_model.onnx", "onnx/decoder_model.onnx"])).toEqual([
      "onnx/decoder_model.onnx",
    ]);
  });

  it("takes the only one there is whatever its name, and does not choose between unknown ones", () => {
    expect(chooseFiles(["mine.onnx", "config.json"])).toEqual(["mine.onnx"]);
    expect(chooseFiles(["mine.onnx", "yours.onnx"])).toBeUndefined();
    expect(chooseFiles(["config.json"])).toBeUndefined();
  });
});
