/**
 * Element types of inputs, as the file declares them and as they are fed. JavaScript has no array of every type that
 * onnxruntime takes, and what it has does not always arrive: all are fed in four types, and cast inside of the derived model.
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

/** @param dataType TensorProto.DataType. @returns undefined for what is no number: text, sequences. */
export function fedType(dataType: number): FedType | undefined {
  return FED[dataType];
}

/** `float16`, `int64` …, as messages name a type; its number where it has no name here. */
export function typeName(dataType: number): string {
  const name = Object.entries(DATA_TYPE).find(([, number]) => number === dataType)?.[0];
  return name ?? `type ${dataType}`;
}

export function isFloatInput({ dataType }: Pick<OnnxInput, "dataType">): boolean {
  return fedType(dataType) === "float32";
}

/** An input as the derived model has it, and the node that makes of it what the graph expects. */
export interface FedInput {
  /** Equal to the file's own where it is fed as it is. */
  readonly input: OnnxInput;
  readonly cast?: OnnxNode;
}

export function feedInput(input: OnnxInput): FedInput {
  const type = fedType(input.dataType);
  // bfloat16 is computed in float32 all through.
  if (input.dataType === DATA_TYPE.bfloat16) return { input: { ...input, dataType: DATA_TYPE.float32 } };
  if (type === undefined || DATA_TYPE[type] === input.dataType) return { input };
  const fed = { ...input, name: `headland.fed.${input.name}`, dataType: DATA_TYPE[type] };
  return { input: fed, cast: castNode(fed.name, input.name, input.dataType) };
}

export function castNode(tensor: string, output: string, dataType: number): OnnxNode {
  const attributes = new Map([["to", { i: dataType }]]);
  return { name: "", opType: "Cast", domain: "", inputs: [tensor], outputs: [output], attributes };
}
