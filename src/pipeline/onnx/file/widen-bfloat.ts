/**
 * Runs bfloat16 in float32. onnxruntime's CPU backend cannot multiply bfloat16, but it widens it exactly. Weights stay in
 * their file in 16 bits and are widened when they are read; everything after that is computed in float32.
 */
import type { OnnxNode, OnnxTensor } from "./onnx-graph.ts";

const [FLOAT, BFLOAT16] = [1, 16];

export interface GraphPieces {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly NamedTensor[];
}

/** A weight, and the name under which it is written. */
export interface NamedTensor {
  readonly tensor: OnnxTensor;
  readonly name: string;
}

/** Returns nodes without bfloat16 unchanged. Subgraphs are left alone. */
export function widenBfloat({ nodes, tensors }: GraphPieces): GraphPieces {
  const first: OnnxNode[] = [];
  const weights: NamedTensor[] = [];
  const widen = (tensor: OnnxTensor, name: string): void => {
    weights.push({ tensor, name: `${name}.bfloat16` });
    first.push(plainNode("Cast", [`${name}.bfloat16`], name, { to: FLOAT }));
  };
  for (const entry of tensors) {
    if (entry.tensor.dataType === BFLOAT16) widen(entry.tensor, entry.name);
    else weights.push(entry);
  }
  const rest = nodes.flatMap((node) => {
    const [output = ""] = node.outputs;
    const tensor = node.attributes.get("value")?.tensor;
    if (tensor?.dataType === BFLOAT16 && node.opType === "Constant") {
      widen(tensor, output);
      return [];
    }
    if (tensor?.dataType === BFLOAT16 && node.opType === "ConstantOfShape") {
      widen(tensor, `${output}.value`);
      return [plainNode("Expand", [`${output}.value`, node.inputs[0] ?? ""], output)];
    }
    const isNarrowing = node.opType === "Cast" && node.attributes.get("to")?.i === BFLOAT16;
    return isNarrowing ? [plainNode("Cast", node.inputs, output, { to: FLOAT })] : [node];
  });
  return {
    nodes: [...first, ...rest],
    tensors: weights,
  };
}

function plainNode(
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, number>> = {},
): OnnxNode {
  return {
    name: "",
    opType,
    domain: "",
    inputs,
    outputs: [output],
    attributes: new Map(Object.entries(attributes).map(([name, i]) => [name, { i }])),
  };
}
