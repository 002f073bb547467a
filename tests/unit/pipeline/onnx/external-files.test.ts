import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { externalFiles } from "#pipeline/onnx/file/external-files.ts";
import { bytesField, intField } from "#pipeline/onnx/file/protobuf.ts";
import { external, graph, node, onnxModel, TYPE, value } from "../../../helpers/onnx-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { tinyOnnx } from "../../../helpers/tiny-model.ts";

const weight = (name: string, location: string): Buffer => external(name, [1], { location });

async function filesOf(bytes: Buffer): Promise<string[]> {
  const path = join(await tempFolder(), "model.onnx");
  await writeFile(path, bytes);
  return externalFiles(path);
}

describe("externalFiles", () => {
  it("names each file once, in order, as the tensors spell them", async () => {
    const bytes = onnxModel({
      nodes: [node("Add", ["x", "a"], ["y"])],
      initializers: [
        weight("a", "weights_all.bin"),
        weight("b", "./deep/er/w"),
        weight("c", "weights_all.bin"),
      ],
      inputs: [value("x", TYPE.float, [1])],
      outputs: ["y"],
    });
    expect(await filesOf(bytes)).toEqual(["deep/er/w", "weights_all.bin"]);
    expect(await filesOf(tinyOnnx())).toEqual([]);
  });

  it("looks into the branches of an If and the values of a Constant", async () => {
    const branch = (location: string): Buffer =>
      graph({ nodes: [], initializers: [weight("inner", location)], outputs: ["inner"] });
    const constant = Buffer.concat([
      bytesField(2, "c"),
      bytesField(4, "Constant"),
      bytesField(
        5,
        Buffer.concat([bytesField(1, "value"), bytesField(5, weight("", "constant.bin")), intField(20, 4)]),
      ),
    ]);
    const choice = node("If", ["x"], ["y"], {
      then_branch: { graph: branch("then.bin") },
      else_branch: { graph: branch("else.bin") },
    });
    const bytes = onnxModel({
      nodes: [constant, choice],
      inputs: [value("x", TYPE.bool, [1])],
      outputs: ["y"],
    });
    expect(await filesOf(bytes)).toEqual(["constant.bin", "else.bin", "then.bin"]);
  });

  it.each(["../w.bin", "/etc/passwd", "a/../../w.bin", "", "a\0b"])("refuses %j", async (location) => {
    const bytes = onnxModel({ nodes: [], initializers: [weight("a", location)], outputs: ["a"] });
    await expect(filesOf(bytes)).rejects.toThrow("external data lies outside the model's folder");
  });

  it("says when the graph itself cannot be opened", async () => {
    const path = join(await tempFolder(), "gone.onnx");
    expect(() => externalFiles(path)).toThrow(
      `${path}: the file cannot be opened: expected an ONNX model that can be read, received ENOENT.`,
    );
  });
});
