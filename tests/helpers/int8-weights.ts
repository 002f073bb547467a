/** Stores the matrices of a float16 export as 8-bit integers with a factor per column, as quantizers of weights do. */
import { writeTensor } from "#pipeline/graph/write-tensor.ts";
import { indexModel, type OnnxModel } from "#pipeline/onnx/file/index-model.ts";
import type { OnnxNode } from "#pipeline/onnx/file/onnx-graph.ts";
import { bytesField, type Range } from "#pipeline/onnx/file/protobuf.ts";
import { writeNode } from "#pipeline/onnx/file/write-node.ts";

/** @param path An ONNX file whose matrices are float16, each widened by a Cast before its MatMul. */
export function int8Model(path: string): { readonly bytes: Buffer; readonly nQuantized: number } {
  const model = indexModel(path);
  try {
    const multiplied = new Set(
      model.nodes.filter(({ opType }) => opType === "MatMul").flatMap(({ inputs }) => inputs),
    );
    const matrices = new Map<string, Quantized>();
    const nodes = model.nodes.map((node) => {
      const quantized = multiplied.has(node.outputs[0] ?? "") ? quantize(model, node) : undefined;
      if (quantized === undefined) return copied(model, node.whole!);
      matrices.set(quantized.name, quantized);
      return writeNode(quantized.node);
    });
    const tensors = [...model.initializers.values()].flatMap(({ name, range }) => {
      const quantized = matrices.get(name);
      return quantized?.tensors ?? [bytesField(5, copied(model, range))];
    });
    const graph = Buffer.concat([
      ...nodes,
      bytesField(2, "int8"),
      ...tensors,
      ...model.inputs.map(({ whole }) => copied(model, whole)),
      ...model.outputs.map((name) => bytesField(12, bytesField(1, name))),
    ]);
    const header = model.header.map((range) => copied(model, range));
    return { bytes: Buffer.concat([...header, bytesField(7, graph)]), nQuantized: matrices.size };
  } finally {
    model.file.close();
  }
}

interface Quantized {
  readonly name: string;
  readonly node: OnnxNode;
  readonly tensors: readonly Buffer[];
}

function copied({ file }: OnnxModel, { start, end }: Range): Buffer {
  return Buffer.from(file.bytes(start, end - start));
}

/** Symmetric, from −127 to 127. @returns undefined for what is no stored matrix. */
function quantize(model: OnnxModel, { opType, inputs, outputs }: OnnxNode): Quantized | undefined {
  const tensor = model.initializers.get(inputs[0] ?? "");
  if (opType !== "Cast" || tensor?.raw === undefined || tensor.dims.length !== 2) return undefined;
  const { name, dims, raw } = tensor;
  const bytes = copied(model, raw);
  const halves = new Float16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  const [, columns = 1] = dims;
  const scales = new Float32Array(columns);
  halves.forEach((value, i) => (scales[i % columns] = Math.max(scales[i % columns]!, Math.abs(value) / 127)));
  const whole = Int8Array.from(halves, (value, i) => Math.round(value / scales[i % columns]!));
  return {
    name,
    node: {
      name: "",
      opType: "DequantizeLinear",
      domain: "",
      inputs: [name, `${name}.scale`],
      outputs,
      attributes: new Map([["axis", { i: 1 }]]),
    },
    tensors: [
      bytesField(5, writeTensor(name, dims, whole)),
      bytesField(5, writeTensor(`${name}.scale`, [columns], scales)),
    ],
  };
}
