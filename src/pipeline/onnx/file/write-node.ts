/** Writes the ONNX nodes that Headland adds. Nodes of the file are copied byte by byte. */
import type { OnnxAttribute, OnnxInput, OnnxNode } from "./onnx-graph.ts";
import { bytesField, floatField, intField } from "./protobuf.ts";

/** AttributeProto.AttributeType. */
const [FLOAT, INT, STRING, INTS] = [1, 2, 3, 7];

/** A node as a field of its graph. Attributes of graphs and tensors are not written. */
export function writeNode(node: OnnxNode): Buffer {
  return bytesField(
    1,
    Buffer.concat([
      ...node.inputs.map((input) => bytesField(1, input)),
      ...node.outputs.map((output) => bytesField(2, output)),
      ...(node.name === "" ? [] : [bytesField(3, node.name)]),
      bytesField(4, node.opType),
      ...[...node.attributes].map(([name, attribute]) => bytesField(5, writeAttribute(name, attribute))),
      ...(node.domain === "" ? [] : [bytesField(7, node.domain)]),
    ]),
  );
}

function writeAttribute(name: string, { f, i, s, ints }: OnnxAttribute): Buffer {
  const named = bytesField(1, name);
  if (f !== undefined) return Buffer.concat([named, floatField(2, f), intField(20, FLOAT)]);
  if (i !== undefined) return Buffer.concat([named, intField(3, i), intField(20, INT)]);
  if (s !== undefined) return Buffer.concat([named, bytesField(4, s), intField(20, STRING)]);
  return Buffer.concat([named, ...(ints ?? []).map((int) => intField(8, int)), intField(20, INTS)]);
}

/** An input as a field of its graph. Without axes, its shape is left open, as for a scalar. */
export function writeInput({ name, dataType, dims }: Omit<OnnxInput, "whole">): Buffer {
  const shape = dims.map((dim) =>
    bytesField(1, typeof dim === "number" ? intField(1, dim) : bytesField(2, dim)),
  );
  const tensor = Buffer.concat([
    intField(1, dataType),
    ...(shape.length === 0 ? [] : [bytesField(2, Buffer.concat(shape))]),
  ]);
  return bytesField(11, Buffer.concat([bytesField(1, name), bytesField(2, bytesField(1, tensor))]));
}
