import { describe, expect, it } from "vitest";
import { datasetConfigSchema, modelConfigSchema } from "#atlas/config.schema.ts";
import type { AtlasConfig } from "#pipeline/config/load-content.ts";
import { GraphError, ModelError } from "#pipeline/errors.ts";
import { packError, unpackError } from "#pipeline/problems/carry-error.ts";
import { orFromWeights } from "#pipeline/run/read-weights.ts";

const ATLAS: AtlasConfig = {
  id: { model: "tiny", dataset: "lines" },
  modelFile: "content/models/tiny.yaml",
  datasetFile: "content/datasets/lines.yaml",
  model: modelConfigSchema.parse({ name: "Tiny", source: "./tiny", datasets: ["lines"] }),
  dataset: datasetConfigSchema.parse({ name: "Lines", kind: "text", source: "./lines.txt" }),
  source: { kind: "folder", path: "/tiny" },
  datasetSource: "/lines.txt",
};

describe("orFromWeights", () => {
  it("builds once if the ONNX files are understood", async () => {
    const asked: AtlasConfig[] = [];
    const build = (atlas: AtlasConfig) => Promise.resolve({ warnings: ["w"], nth: asked.push(atlas) });
    expect(await orFromWeights(ATLAS, build)).toEqual({ warnings: ["w"], nth: 1 });
    expect(asked).toEqual([ATLAS]);
  });

  it("builds from the weights if they are not, and says so; the error has crossed a process", async () => {
    const asked: (string | undefined)[] = [];
    const build = ({ model }: AtlasConfig) => {
      asked.push(model.weights);
      if (model.weights === "safetensors") return Promise.resolve({ warnings: ["w"] });
      return Promise.reject(unpackError(packError(new GraphError("model.onnx: no attention"))));
    };
    expect(await orFromWeights(ATLAS, build)).toEqual({
      warnings: [
        expect.stringMatching(/^The weights are read .+ not understood: model\.onnx: no attention$/),
        "w",
      ],
    });
    expect(asked).toEqual([undefined, "safetensors"]);
  });

  it("passes on any other error, and that of the weights", async () => {
    const refuse = (error: Error) => () => Promise.reject(error);
    await expect(orFromWeights(ATLAS, refuse(new ModelError("no tokenizer")))).rejects.toThrow(
      "no tokenizer",
    );
    const both = ({ model }: AtlasConfig): Promise<{ warnings: string[] }> =>
      Promise.reject(model.weights ? new ModelError("no tensor") : new GraphError("no attention"));
    await expect(orFromWeights(ATLAS, both)).rejects.toThrow("no tensor");
  });
});
