/** Writes the weights of an ONNX export of transformers as a checkpoint, under the names that PyTorch's modules have. */
import { copyFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { indexModel } from "#pipeline/onnx/file/index-model.ts";
import type { OnnxModel, OnnxTensor } from "#pipeline/onnx/file/onnx-graph.ts";
import { safetensorsFile, tensorEntry } from "./safetensors-writer.ts";

const FLOAT = 1;

/** A file in `onnx/`, with config.json in the folder above. */
export interface Exported {
  readonly path: string;
  /** The checkpoint's name of a tensor, by the one that the export gives it; undefined if it has another place there. */
  readonly named?: (name: string) => string | undefined;
}

/**
 * Exporters keep the names of tensors, except for matrices that they have turned: those are named by the node that
 * multiplies with them, which carries the path of its module, as in `/encoder/layer.0/output/dense/MatMul`.
 *
 * @param parts One file, or an encoder and a decoder. @param folder Where the checkpoint goes.
 * @returns The path of the checkpoint's weights.
 */
export async function checkpointOfExport(parts: readonly Exported[], folder: string): Promise<string> {
  const header: Record<string, object> = {};
  const data: Uint8Array[] = [];
  let nBytes = 0;
  for (const { path, named = (name: string) => name } of parts)
    for (const [own, { shape, numbers }] of tensorsOf(path)) {
      const name = named(own);
      if (name === undefined || name in header) continue;
      header[name] = tensorEntry("F32", [...shape], nBytes, nBytes + numbers.byteLength);
      data.push(new Uint8Array(numbers.buffer));
      nBytes += numbers.byteLength;
    }
  const entry = join(folder, "model.safetensors");
  await writeFile(entry, safetensorsFile(header, Buffer.concat(data)));
  await copyFile(join(dirname(parts[0]!.path), "../config.json"), join(folder, "config.json"));
  return entry;
}

interface Numbers {
  readonly shape: readonly number[];
  readonly numbers: Float32Array;
}

/** Tensors under the names that they had before the export. */
function tensorsOf(path: string): Map<string, Numbers> {
  const model = indexModel(path);
  const tensors = new Map<string, Numbers>();
  for (const tensor of model.initializers.values()) {
    if (tensor.dataType !== FLOAT || tensor.name.startsWith("onnx::MatMul")) continue;
    tensors.set(tensor.name, { shape: tensor.dims, numbers: numbersOf(model, tensor) });
  }
  for (const { name, opType, inputs, outputs } of model.nodes) {
    // Equal tensors are stored once.
    const same = opType === "Identity" ? tensors.get(inputs[0]!) : undefined;
    if (same) tensors.set(outputs[0]!, { ...same, numbers: same.numbers.slice() });
    const weight = `${name.split("/").slice(1, -1).join(".")}.weight`;
    const norm = inputs.map((input) => model.initializers.get(input)).find((one) => isGemmaNorm(one));
    if (opType === "Mul" && norm)
      tensors.set(weight, { shape: norm.dims, numbers: numbersOf(model, norm).map((x) => x - 1) });
    const tensor = model.initializers.get(inputs[1] ?? "");
    if (opType !== "MatMul" || tensor?.name.startsWith("onnx::") !== true) continue;
    const [rows = 0, columns = 0] = tensor.dims;
    const numbers = numbersOf(model, tensor);
    const turned = numbers.map((_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)]!);
    tensors.set(weight, { shape: [columns, rows], numbers: turned });
  }
  model.file.close();
  return tensors;
}

/** Gemma stores how far the weights of its norms are from 1; exporters add the two. */
function isGemmaNorm(tensor: OnnxTensor | undefined): boolean {
  return tensor?.name.startsWith("onnx::Mul_") === true && tensor.dims.length === 1;
}

function numbersOf({ file }: OnnxModel, { name, raw }: OnnxTensor): Float32Array {
  if (raw === undefined) throw new Error(`${name} is not stored as bytes`);
  return new Float32Array(Uint8Array.from(file.bytes(raw.start, raw.end - raw.start)).buffer);
}
