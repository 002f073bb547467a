import { describe, expect, it } from "vitest";
import { chooseWeights, isIndex, isWeights, whyNoWeights } from "#pipeline/weights/choose-weights.ts";

const [ONE, INDEX] = ["model.safetensors", "model.safetensors.index.json"];
const SHARDS = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];

describe("chooseWeights", () => {
  it.each<[what: string, names: readonly string[], chosen: string | undefined]>([
    ["the one file", ["config.json", ONE, "pytorch_model.bin"], ONE],
    ["the index of several", [...SHARDS, INDEX, "config.json"], INDEX],
    ["the one file before an index, as transformers does", [INDEX, ONE, ...SHARDS], ONE],
    ["the one file before that of another precision", ["model.fp16.safetensors", ONE], ONE],
    ["the only one, whatever its precision", ["model.fp16.safetensors"], "model.fp16.safetensors"],
    ["the only one, whatever its name", ["pytorch_model.safetensors"], "pytorch_model.safetensors"],
    [
      "an index of another name",
      ["model.safetensors.index.fp16.json", ...SHARDS],
      "model.safetensors.index.fp16.json",
    ],
    ["one part that is all", ["model-00001-of-00001.safetensors"], "model-00001-of-00001.safetensors"],
    ["the model beside an adapter", [ONE, "adapter_model.safetensors", "adapter_config.json"], ONE],
    ["nothing among parts without an index", SHARDS, undefined],
    ["nothing among several of other names", ["a.safetensors", "b.safetensors"], undefined],
    ["no adapter", ["adapter_model.safetensors", "adapter_config.json"], undefined],
    ["no state of a training", ["optimizer.safetensors"], undefined],
    ["nothing in a folder below", ["unet/model.safetensors", "1_Dense/model.safetensors"], undefined],
    ["nothing but a file", ["model.safetensors.md", "my-model_safetensors"], undefined],
  ])("takes %s", (_, names, chosen) => {
    expect(chooseWeights(names)).toBe(chosen);
    expect(chooseWeights(names.toReversed())).toBe(chosen);
  });

  it("knows an index from the files that it names", () => {
    expect([ONE, ...SHARDS].map(isIndex)).toEqual([false, false, false]);
    expect([INDEX, "a/model.safetensors.index.fp16.json"].map(isIndex)).toEqual([true, true]);
    expect(
      ["model.safetensors.json", "index.json", "pytorch_model.bin.index.json"].filter(isWeights),
    ).toEqual([]);
  });
});

describe("whyNoWeights", () => {
  const why = (...names: string[]) => whyNoWeights(["config.json", ...names], "org/name");

  it.each<[names: readonly string[], what: RegExp, received: string, cure: RegExp]>([
    [["pytorch_model.bin", "tf_model.h5"], /a pickle/, "pytorch_model.bin", /refs\/pr\/1.+save_pretrained/],
    [
      [
        "pytorch_model-00002-of-00002.bin",
        "pytorch_model-00001-of-00002.bin",
        "pytorch_model.bin.index.json",
      ],
      /a pickle/,
      "pytorch_model-00001-of-00002.bin, pytorch_model-00002-of-00002.bin, pytorch_model.bin.index.json",
      /safetensors/,
    ],
    [["consolidated.00.pth"], /a pickle/, "consolidated.00.pth", /safetensors/],
    [["tf_model.h5"], /a format that Headland does not read/, "tf_model.h5", /save_pretrained/],
    [["flax_model.msgpack", "rust_model.ot"], /format/, "flax_model.msgpack, rust_model.ot", /safetensors/],
    [["llama.Q4_K_M.gguf"], /format/, "llama.Q4_K_M.gguf", /safetensors/],
    [
      ["adapter_config.json", "adapter_model.safetensors"],
      /only change another model/,
      "adapter_config.json, adapter_model.safetensors",
      /merge_and_unload/,
    ],
    [
      ["adapter_config.json", "adapter_model.bin"],
      /only change another model/,
      "adapter_config.json, adapter_model.bin",
      /./,
    ],
    [SHARDS, /index .+ is missing/, SHARDS.join(", "), /model\.safetensors\.index\.json/],
    [["a.safetensors", "b.safetensors"], /several files/, "a.safetensors, b.safetensors", /`file`/],
    [["unet/a.safetensors"], /folders below/, "unet/a.safetensors", /`source`/],
  ])("says of %j what they are, and what to do", (names, what, received, cure) => {
    expect(why(...names)).toMatchObject({
      what: expect.stringMatching(what) as string,
      where: "org/name",
      received,
      cure: expect.stringMatching(cure) as string,
    });
  });

  it("says nothing of files that are no weights", () => {
    expect(
      why("README.md", "tokenizer.json", "onnx/a.onnx", "vocab.bin", "data/pytorch_model.bin"),
    ).toBeUndefined();
  });

  it("lists the first dozen of many", () => {
    const names = Array.from({ length: 20 }, (_, i) => `m${i + 10}.safetensors`);
    expect(why(...names)?.received).toMatch(/^m10\.safetensors, .+m21\.safetensors and 8 more$/);
  });
});
