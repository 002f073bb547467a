import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { datasetConfigSchema, modelConfigSchema } from "#atlas/config.schema.ts";
import type { AtlasConfig } from "#pipeline/config/load-content.ts";
import { parseModelSource } from "#pipeline/config/model-source.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

function atlas(folder: string, file?: string | readonly string[], inputs: object = {}): AtlasConfig {
  const model = {
    name: "Tiny",
    source: "./weights/tiny",
    datasets: ["lines"],
    inputs,
    ...(file ? { file } : {}),
  };
  return {
    id: { model: "tiny", dataset: "lines" },
    modelFile: "content/models/tiny.yaml",
    datasetFile: "content/datasets/lines.yaml",
    model: modelConfigSchema.parse(model),
    dataset: datasetConfigSchema.parse({ name: "Lines", kind: "text", source: "./lines.txt" }),
    source: { kind: "folder", path: folder },
    datasetSource: join(folder, "lines.txt"),
  };
}

const GPT2 =
  '{"model_type": "gpt2", "vocab_size": 5, "n_positions": 8, "n_embd": 4, "n_layer": 1, "n_head": 2}';

async function modelFolder(files: Record<string, string>): Promise<string> {
  const folder = await tempFolder();
  await mkdir(join(folder, "onnx"));
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return folder;
}

describe("resolveModel", () => {
  it("takes the plain graph before its derivatives, and the architecture from config.json", async () => {
    const folder = await modelFolder({
      "onnx/model_quantized.onnx": "q",
      "onnx/model.onnx": "m",
      "config.json": '{"model_type": "gpt2"}',
    });
    const model = await resolveModel(atlas(folder));
    expect(model.modelPaths).toEqual([join(folder, "onnx/model.onnx")]);
    expect(model.architecture).toBe("gpt2");
  });

  it("takes a graph of another name if it is the only one, and asks which of several", async () => {
    const folder = await modelFolder({ "onnx/my_export.onnx": "o" });
    expect((await resolveModel(atlas(folder))).modelPaths).toEqual([join(folder, "onnx/my_export.onnx")]);
    await writeFile(join(folder, "other.onnx"), "x");
    await expect(resolveModel(atlas(folder))).rejects.toThrow(
      "content/models/tiny.yaml, file: the folder holds several ONNX files: expected one of onnx/my_export.onnx, other.onnx",
    );
  });

  it("takes a graph before weights, and weights where there is no graph or the author says so", async () => {
    const both = {
      "onnx/model.onnx": "m",
      "model.safetensors": "s",
      "config.json": GPT2,
    };
    const folder = await modelFolder(both);
    const resolved = async (more: object): Promise<[string[], boolean]> => {
      const config = atlas(folder);
      const model = await resolveModel({ ...config, model: { ...config.model, ...more } });
      return [model.modelPaths.map((path) => relative(folder, path)), model.hasWeights];
    };
    expect(await resolved({})).toEqual([["onnx/model.onnx"], true]);
    expect(await resolved({ weights: "onnx" })).toEqual([["onnx/model.onnx"], false]);
    expect(await resolved({ weights: "safetensors" })).toEqual([["model.safetensors"], false]);
    expect(await resolved({ file: "model.safetensors" })).toEqual([["model.safetensors"], false]);
    await rm(join(folder, "onnx/model.onnx"));
    expect(await resolved({})).toEqual([["model.safetensors"], false]);
    await writeFile(join(folder, "config.json"), '{"quantization_config": {"quant_method": "awq"}}');
    await expect(resolved({})).rejects.toThrow("the weights are quantized");
  });

  it("falls back on no weights that could not be read", async () => {
    for (const config of ["<html>", '{"model_type": "tiny"}', GPT2.replace("{", '{"quantization": {},')]) {
      const files = { "onnx/model.onnx": "m", "model.safetensors": "s", "config.json": config };
      expect((await resolveModel(atlas(await modelFolder(files)))).hasWeights).toBe(false);
    }
  });

  it("takes a file of weights as a source, and refuses keys that contradict each other", async () => {
    const folder = await modelFolder({ "model.safetensors": "s", "config.json": GPT2 });
    const config = atlas(folder);
    const source = parseModelSource(join(folder, "model.safetensors"), "/");
    expect((await resolveModel({ ...config, source })).modelPaths).toEqual([
      join(folder, "model.safetensors"),
    ]);
    const refused = (more: object, from = config.source): Promise<unknown> =>
      resolveModel({ ...config, source: from, model: { ...config.model, ...more } });
    await expect(refused({ weights: "onnx" }, source)).rejects.toThrow(
      'content/models/tiny.yaml, weights: this contradicts `source`: expected safetensors, or no key weights, received "onnx".',
    );
    await expect(refused({ weights: "safetensors", file: "a.onnx" })).rejects.toThrow(
      "weights: this contradicts `file`: expected onnx",
    );
    await expect(refused({ file: ["a.safetensors", "b.safetensors"] })).rejects.toThrow(
      "file: weights are read through one file",
    );
    await expect(refused({ file: "unet/model.safetensors" })).rejects.toThrow(
      /file: weights lie beside their config\.json: .+received "unet\/model\.safetensors"\.\n {2}Name that folder/,
    );
    await expect(refused({ file: "model-00002-of-00003.safetensors" })).rejects.toThrow(
      "file: this file holds one part of the weights: expected model.safetensors.index.json",
    );
    await expect(refused({ file: "no.safetensors" })).rejects.toThrow(
      'file: the file of weights is missing: expected a file in ./weights/tiny, received "no.safetensors"',
    );
    await expect(refused({ weights: "onnx" })).rejects.toThrow(
      'source: the folder holds no ONNX file: expected onnx/model.onnx or another .onnx file, received "model.safetensors".',
    );
    const pickle = await modelFolder({ "pytorch_model.bin": "PK" });
    await expect(resolveModel(atlas(pickle))).rejects.toThrow(
      /source: these weights are a pickle.+save_pretrained/s,
    );
  });

  it("takes several graphs where the author names them, in the author's order", async () => {
    const folder = await modelFolder({ "onnx/b.onnx": "b", "onnx/a.onnx": "a", "onnx/model.onnx": "m" });
    expect((await resolveModel(atlas(folder, ["onnx/b.onnx", "onnx/a.onnx"]))).modelPaths).toEqual(
      ["b", "a"].map((name) => join(folder, `onnx/${name}.onnx`)),
    );
    expect((await resolveModel(atlas(folder, ["onnx/b.onnx"]))).modelPaths).toEqual([
      join(folder, "onnx/b.onnx"),
    ]);
  });

  it("names all graphs that are not there, or lie elsewhere", async () => {
    const root = await modelFolder({ "onnx/model.onnx": "m", "outside.onnx": "x" });
    const files = ["../outside.onnx", "model.onnx", "no.onnx", "nor.onnx"];
    const error: unknown = await resolveModel(atlas(join(root, "onnx"), files)).catch(
      (reason: unknown) => reason,
    );
    expect((error as Error).message.split("\n")).toEqual([
      expect.stringContaining(
        'outside the model\'s folder: expected a path inside ./weights/tiny, received "../outside.onnx"',
      ),
      expect.stringContaining(
        'the ONNX file is missing: expected a file in ./weights/tiny, received "no.onnx"',
      ),
      expect.stringContaining('received "nor.onnx"'),
    ]);
    expect(modelConfigSchema.safeParse({ name: "T", source: "x", datasets: ["d"], file: [] }).success).toBe(
      false,
    );
    expect(
      modelConfigSchema.safeParse({ name: "T", source: "x", datasets: ["d"], file: ["a", "a"] }).success,
    ).toBe(false);
  });

  it("finds a decoder's tokenizer where the author says, else with the model's", async () => {
    const folder = await modelFolder({ "onnx/model.onnx": "m" });
    expect(await resolveModel(atlas(folder))).toMatchObject({
      tokenizerFolder: folder,
      targetTokenizerFolder: folder,
    });
    const [own, target] = [await tempFolder(), await tempFolder()];
    const config: AtlasConfig = {
      ...atlas(folder, undefined, { tokenizer: own, targetTokenizer: target }),
      tokenizerSource: { kind: "folder", path: own },
      targetTokenizerSource: { kind: "folder", path: target },
    };
    expect(await resolveModel(config)).toMatchObject({ tokenizerFolder: own, targetTokenizerFolder: target });
    const wrong = {
      ...atlas(folder, undefined, { targetTokenizer: "./nowhere" }),
      targetTokenizerSource: { kind: "folder", path: join(folder, "nowhere") } as const,
    };
    await expect(resolveModel(wrong)).rejects.toThrow(
      'content/models/tiny.yaml, inputs.targetTokenizer: the tokenizer\'s folder is missing: expected a folder with tokenizer.json, received "./nowhere".',
    );
    const file = { kind: "folder", path: join(folder, "onnx/model.onnx") } as const;
    await expect(resolveModel({ ...wrong, targetTokenizerSource: file })).rejects.toThrow("this is a file");
  });

  it("reads a model without config.json, or with a damaged or hostile one", async () => {
    const folder = await modelFolder({ "onnx/model.onnx": "m" });
    expect((await resolveModel(atlas(folder))).architecture).toBe("unknown");
    for (const text of ["<html>", '{"model_type": "<script>"}', "null"]) {
      await writeFile(join(folder, "config.json"), text);
      expect((await resolveModel(atlas(folder))).architecture).toBe("unknown");
    }
  });

  it("says what is missing", async () => {
    await expect(resolveModel(atlas("nowhere"))).rejects.toThrow(
      'content/models/tiny.yaml, source: the model\'s folder is missing: expected a folder in Hugging Face layout, received "./weights/tiny".',
    );
    await expect(resolveModel(atlas(await modelFolder({})))).rejects.toThrow("the folder holds no ONNX file");
    const folder = await modelFolder({ "onnx/model.onnx": "m" });
    await expect(resolveModel(atlas(folder, "onnx/other.onnx"))).rejects.toThrow("the ONNX file is missing");
  });

  it("refuses a folder or a link to nothing that is called like a graph", async () => {
    const folder = await modelFolder({});
    await mkdir(join(folder, "onnx/model.onnx"));
    await expect(resolveModel(atlas(folder))).rejects.toThrow(
      'content/models/tiny.yaml, source: the ONNX file cannot be read: expected a file, received "onnx/model.onnx: a folder, or a link to nothing".',
    );
    const linked = await modelFolder({});
    await symlink("nowhere", join(linked, "onnx/model.onnx"));
    await expect(resolveModel(atlas(linked))).rejects.toThrow("the ONNX file cannot be read");
  });

  it("refuses a graph file outside the model's folder", async () => {
    const root = await modelFolder({ "onnx/model.onnx": "m", "outside.onnx": "x" });
    await expect(resolveModel(atlas(join(root, "onnx"), "../outside.onnx"))).rejects.toThrow(
      "outside the model's folder",
    );
  });
});
