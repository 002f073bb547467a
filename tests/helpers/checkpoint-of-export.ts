/** Writes the weights of an ONNX export of transformers as a checkpoint, under the names that PyTorch's modules have. */
import { copyFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { indexModel } from "#pipeline/onnx/file/index-model.ts";
import type { OnnxModel, OnnxTensor } from "#pipeline/onnx/file/onnx-graph.ts";
import { safetensorsFile, tensorEntry } from "./safetensors-writer.ts";

const FLOAT = 1;

/**
 * Exporters keep the names of tensors, except for matrices that they have turned: those are named by the node that
 * multiplies with them, which carries the path of its module, as in `/encoder/layer.0/output/dense/MatMul`.
 *
 * @param exported An ONNX file in `onnx/`, with config.json in the folder above. @param folder Where the checkpoint goes.
 * @returns The path of the checkpoint's weights.
 */
export async function checkpointOfExport(exported: string, folder: string): Promise<string> {
  const model = indexModel(exported);
  const header: Record<string, object> = {};
  const data: Uint8Array[] = [];
  let nBytes = 0;
  const put = (name: string, shape: readonly number[], numbers: Float32Array): void => {
    header[name] = tensorEntry("F32", [...shape], nBytes, nBytes + numbers.byteLength);
    data.push(new Uint8Array(numbers.buffer));
    nBytes += numbers.byteLength;
  };
  for (const tensor of model.initializers.values()) {
    if (tensor.dataType !== FLOAT || tensor.name.startsWith("onnx::")) continue;
    put(tensor.name, tensor.dims, numbersOf(model, tensor));
  }
  for (const { name, opType, inputs } of model.nodes) {
    const tensor = model.initializers.get(inputs[1] ?? "");
    if (opType !== "MatMul" || tensor?.name.startsWith("onnx::") !== true) continue;
    const [rows = 0, columns = 0] = tensor.dims;
    const numbers = numbersOf(model, tensor);
    const turned = numbers.map((_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)]!);
    const weight = `${name.split("/").slice(1, -1).join(".")}.weight`;
    put(weight, [columns, rows], turned);
  }
  model.file.close();
  const entry = join(folder, "model.safetensors");
  await writeFile(entry, safetensorsFile(header, Buffer.concat(data)));
  await copyFile(join(dirname(exported), "../config.json"), join(folder, "config.json"));
  return entry;
}

function numbersOf({ file }: OnnxModel, { name, raw }: OnnxTensor): Float32Array {
  if (raw === undefined) throw new Error(`${name} is not stored as bytes`);
  return new Float32Array(Uint8Array.from(file.bytes(raw.start, raw.end - raw.start)).buffer);
}
