/** Writes small ONNX files by hand: what the tests of the finder need, and nothing of the real exporters' detours. */
import { bytesField, floatField, intField } from "#pipeline/onnx/file/protobuf.ts";

/** Attribute values: a whole number, a list of them, text, a number marked as float, or a subgraph. */
export type AttributeValue =
  number | readonly number[] | string | { readonly float: number } | { readonly graph: Buffer };

export function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
  domain = "",
): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => bytesField(1, name)),
    ...outputs.map((name) => bytesField(2, name)),
    bytesField(4, opType),
    ...Object.entries(attributes).map(([name, value]) => bytesField(5, attribute(name, value))),
    ...(domain === "" ? [] : [bytesField(7, domain)]),
  ]);
}

function attribute(name: string, value: AttributeValue): Buffer {
  const named = bytesField(1, name);
  if (typeof value === "number") return Buffer.concat([named, intField(3, value), intField(20, 2)]);
  if (typeof value === "string") return Buffer.concat([named, bytesField(4, value), intField(20, 3)]);
  if ("float" in value) return Buffer.concat([named, floatField(2, value.float), intField(20, 1)]);
  if ("graph" in value) return Buffer.concat([named, bytesField(6, value.graph), intField(20, 5)]);
  return Buffer.concat([named, ...value.map((entry) => intField(8, entry)), intField(20, 7)]);
}

/** TensorProto.DataType. */
export const TYPE = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, half: 10 } as const;

export function tensor(name: string, dims: readonly number[], type: number, raw: Uint8Array): Buffer {
  return Buffer.concat([
    ...dims.map((dim) => intField(1, dim)),
    intField(2, type),
    bytesField(8, name),
    bytesField(9, raw),
  ]);
}

export function floats(name: string, dims: readonly number[], values: ArrayLike<number>): Buffer {
  return tensor(name, dims, TYPE.float, new Uint8Array(Float32Array.from(values).buffer));
}

export function longs(name: string, values: readonly number[]): Buffer {
  return tensor(name, [values.length], TYPE.int64, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
}

/** A tensor whose numbers lie in another file. */
export function external(
  name: string,
  dims: readonly number[],
  entries: Readonly<Record<string, string>>,
): Buffer {
  return Buffer.concat([
    ...dims.map((dim) => intField(1, dim)),
    intField(2, TYPE.float),
    bytesField(8, name),
    ...Object.entries(entries).map(([key, value]) =>
      bytesField(13, Buffer.concat([bytesField(1, key), bytesField(2, value)])),
    ),
    intField(14, 1),
  ]);
}

/** An input or output; open axes have names. */
export function value(name: string, type: number, dims: readonly (number | string)[]): Buffer {
  const shape = dims.map((dim) =>
    bytesField(1, typeof dim === "number" ? intField(1, dim) : bytesField(2, dim)),
  );
  return Buffer.concat([
    bytesField(1, name),
    bytesField(2, bytesField(1, Buffer.concat([intField(1, type), bytesField(2, Buffer.concat(shape))]))),
  ]);
}

export interface GraphParts {
  readonly nodes: readonly Buffer[];
  readonly initializers?: readonly Buffer[];
  readonly inputs?: readonly Buffer[];
  /** Names; types are left to onnxruntime. */
  readonly outputs: readonly string[];
}

export function graph({ nodes, initializers = [], inputs = [], outputs }: GraphParts): Buffer {
  return Buffer.concat([
    ...nodes.map((entry) => bytesField(1, entry)),
    bytesField(2, "hand"),
    ...initializers.map((entry) => bytesField(5, entry)),
    ...inputs.map((entry) => bytesField(11, entry)),
    ...outputs.map((name) => bytesField(12, bytesField(1, name))),
  ]);
}

export function onnxModel(parts: GraphParts, opset = 17): Buffer {
  const set = (domain: string, version: number): Buffer =>
    bytesField(8, Buffer.concat([...(domain === "" ? [] : [bytesField(1, domain)]), intField(2, version)]));
  return Buffer.concat([
    intField(1, opset >= 23 ? 11 : 8),
    set("", opset),
    set("com.microsoft", 1),
    bytesField(7, graph(parts)),
  ]);
}
