import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { compareReference } from "#pipeline/inspect/compare-reference.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { hasZoo, zooFile, zooModels } from "../../../helpers/zoo.ts";

describe.skipIf(!hasZoo)("openModel against PyTorch (skipped without ../shared/zoo)", () => {
  it.each(hasZoo ? zooModels() : [])(
    "gives the queries, keys, weights and counts of %s, in every export",
    async (name) => {
      const reference = zooFile(name, "reference.json");
      const files = await compareReference(dirname(reference), reference);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        expect(file.differences, file.file).toEqual([]);
        expect(file.isWithin, JSON.stringify(file)).toBe(true);
      }
    },
  );

  it.each([
    ["_bad/truncated", "the file cannot be read"],
    ["_bad/zero-byte", "the file is empty"],
    ["_bad/text-as-onnx", "this is a web page"],
    ["_bad/lfs-pointer", "this is a git LFS pointer"],
    ["_bad/mlp-softmax", "its scores are a product with constants"],
    ["_bad/constant-memory", "its scores are a product with constants"],
    ["_bad/external-escape", "external data lies outside the model's folder"],
    ["_bad/external-missing", "the file with the weights is missing"],
    ["../models/negative-silero-vad-v4", "nodes and no softmax"],
  ])("refuses %s in words", async (name, message) => {
    const error = await openModel(zooFile(name, "onnx/model.onnx")).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).name).toBe("ModelError");
    expect((error as Error).message).toContain(message);
  });

  it.each(["whisper", "t5", "bart"])("opens the folder of %s as an encoder and its decoder", async (name) => {
    const model = await openModel(zooFile(name, "."));
    expect(model.blocks.map(({ tower, layer }) => `${tower ?? ""} ${layer}`)).toEqual([
      "encoder 0",
      "encoder 1",
      "decoder 0",
      "cross 0",
      "decoder 1",
      "cross 1",
    ]);
    expect(model.inputs.map((input) => input.name)).toContain("decoder_input_ids");
    expect(model.inputs.map((input) => input.name)).not.toContain("encoder_hidden_states");
    await model.release();
  });

  it("reads a graph whose nodes have no names", async () => {
    const reference = zooFile("bert", "reference.json");
    const [file] = await compareReference(zooFile("_bad/no-node-names", "onnx/model.onnx"), reference);
    expect(file?.isWithin).toBe(true);
  });
});
