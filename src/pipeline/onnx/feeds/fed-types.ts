/**
 * Element types of inputs, as the file declares them and as they are fed. JavaScript lacks array types for some of
 * onnxruntime's types, and some do not arrive intact, so all inputs are fed in four types and cast in the derived model.
 */
import type { OnnxInput, OnnxNode } from "../file/onnx-graph.ts";

/** TensorProto.DataType. */
export const DATA_TYPE = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;

export type FedType = "float32" | "int32" | "int64" | "bool";

const FED: Readonly<Record<number, FedType>> = {
  [DATA_TYPE.float32]: "float32",
  [DATA_TYPE.float16]: "float32",
  [DATA_TYPE.bfloat16]: "float32",
  [DATA_TYPE.float64]: "float32",
  [DATA_TYPE.uint8]: "int64",
  [DATA_TYPE.int8]: "int64",
  [DATA_TYPE.uint16]: "int64",
  [DATA_TYPE.int16]: "int64",
  [DATA_TYPE.uint32]: "int64",
  [DATA_TYPE.uint64]: "int64",
  [DATA_TYPE.int64]: "int64",
  [DATA_TYPE.int32]: "int32",
  [DATA_TYPE.bool]: "bool",
};

/** @param dataType TensorProto.DataType. @returns undefined for types that are not numbers: text, sequences. */
export function fedType(dataType: number): FedType | undefined {
  return FED[dataType];
}

/** The name of a type in messages, e.g. `float16`, `int64`; its number if it has no name here. */
export function typeName(dataType: number): string {
  const name = Object.entries(DATA_TYPE).find(([, number]) => number === dataType)?.[0];
  return name ?? `type ${dataType}`;
}

export function isFloatInput({ dataType }: Pick<OnnxInput, "dataType">): boolean {
  return fedType(dataType) === "float32";
}

/** An input of the derived model, and the node that casts it to the type that the graph expects. */
export interface FedInput {
  /** Equal to the file's own input if no cast is needed. */
  readonly input: OnnxInput;
  readonly cast?: OnnxNode;
}

export function feedInput(input: OnnxInput): FedInput {
  const type = fedType(input.dataType);
  // Everything in bfloat16 is computed in float32.
  if (input.dataType === DATA_TYPE.bfloat16) return { input: { ...input, dataType: DATA_TYPE.float32 } };
  if (type === undefined || DATA_TYPE[type] === input.dataType) return { input };
  const fed = { ...input, name: `headland.fed.${input.name}`, dataType: DATA_TYPE[type] };
  return { input: fed, cast: castNode(fed.name, input.name, input.dataType) };
}

export function castNode(tensor: string, output: string, dataType: number): OnnxNode {
  const attributes = new Map([["to", { i: dataType }]]);
  return { name: "", opType: "Cast", domain: "", inputs: [tensor], outputs: [output], attributes };
}
