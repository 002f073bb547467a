import { describe, expect, it } from "vitest";
import { chooseFiles, whyNotOpened } from "#pipeline/onnx/model-files.ts";

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

  const KINDS = ["", "_optimized", "_fp16", "_quantized", "_int8", "_uint8", "_q4f16", "_q4", "_bnb4"];

  it.each(KINDS)("takes an encoder and its decoder of one kind together: %j", (kind) => {
    const pair = [`onnx/encoder_model${kind}.onnx`, `onnx/decoder_model${kind}.onnx`];
    const beside = [`decoder_with_past_model${kind}`, `decoder_model_merged${kind}`];
    expect(among(`decoder_model${kind}`, ...beside, `encoder_model${kind}`)).toEqual(pair);
    expect(among(...beside, `encoder_model${kind}`)).toEqual([
      pair[0],
      `onnx/decoder_model_merged${kind}.onnx`,
    ]);
    // With a cache alone there is no decoder to be shown.
    expect(among(`decoder_with_past_model${kind}`, `encoder_model${kind}`)).toEqual([pair[0]]);
    expect(among(`vision_model${kind}`, `text_model${kind}`)).toEqual([
      `onnx/text_model${kind}.onnx`,
      `onnx/vision_model${kind}.onnx`,
    ]);
    expect(among(`audio_model${kind}`, `text_model${kind}`)).toHaveLength(2);
  });

  it("takes the best pair of all that a folder has, in whatever order its names come", () => {
    const all = KINDS.flatMap((kind) =>
      ["decoder_model", "decoder_model_merged", "decoder_with_past_model", "encoder_model"].map(
        (part) => part + kind,
      ),
    );
    for (let i = 0; i < KINDS.length; i++) {
      const kinds = KINDS.slice(i);
      const names = all.filter((name) =>
        kinds.some((kind) => name.endsWith(`model${kind}`) || name.endsWith(`merged${kind}`)),
      );
      const [best = ""] = kinds;
      const pair = [`onnx/encoder_model${best}.onnx`, `onnx/decoder_model${best}.onnx`];
      expect(among(...names)).toEqual(pair);
      expect(among(...names.toReversed())).toEqual(pair);
    }
  });

  it("takes an encoder and a decoder of two kinds where none are of one", () => {
    expect(among("encoder_model", "decoder_model_merged_q4", "decoder_model_merged_int8")).toEqual([
      "onnx/encoder_model.onnx",
      "onnx/decoder_model_merged_int8.onnx",
    ]);
    expect(among("encoder_model_fp16", "encoder_model_q4", "decoder_model_bnb4")).toEqual([
      "onnx/encoder_model_fp16.onnx",
      "onnx/decoder_model_bnb4.onnx",
    ]);
  });

  it("takes a whole model of less precision before a part of full precision", () => {
    expect(among("vision_model", "model_int8")).toEqual(["onnx/model_int8.onnx"]);
    expect(among("model_int8", "model_optimized")).toEqual(["onnx/model_optimized.onnx"]);
    expect(among("decoder_model_q4", "text_model")).toEqual(["onnx/text_model.onnx"]);
    expect(among("decoder", "encoder")).toEqual(["onnx/encoder.onnx", "onnx/decoder.onnx"]);
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

describe("whyNotOpened", () => {
  const pair = ["onnx/encoder_model.onnx", "onnx/decoder_model.onnx"];

  it.each([
    ["onnx/decoder_model_q4.onnx", pair, "onnx/decoder_model.onnx in another precision"],
    ["onnx/encoder_model_legacy.onnx", pair, "another version of onnx/encoder_model.onnx"],
    ["onnx/decoder_model_merged.onnx", pair, "the same decoder as onnx/decoder_model.onnx"],
    ["onnx/decoder_with_past_model_fp16.onnx", pair, "continues from a cache"],
    ["onnx/model_bnb4.onnx", ["onnx/model.onnx"], "onnx/model.onnx in another precision"],
    ["onnx/text_model.onnx", ["onnx/model.onnx"], "a part of onnx/model.onnx"],
    ["model.onnx", ["onnx/model.onnx"], "onnx/model.onnx goes before it"],
    ["onnx/vision_model.onnx", pair, "other files of the folder make the model"],
    ["onnx/embed_tokens.onnx", pair, "name it in `file` to open it"],
    ["onnx/modelling.onnx", ["onnx/model.onnx"], "name it in `file` to open it"],
  ])("says of %s what it is beside %j", (name, opened, expected) => {
    expect(whyNotOpened(name, opened)).toContain(expected);
  });
});
