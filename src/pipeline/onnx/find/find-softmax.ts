/** A softmax in any form: the operator, its fused forms, or exponential, sum and division. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { PathStep } from "./attention-block.ts";

export interface FoundSoftmax {
  /** The input of the operator. The walk back starts at `scores`, which may be before a fused step. */
  readonly input: string;
  readonly scores: string;
  /** Steps that the operator itself performs before its softmax. */
  readonly path: readonly PathStep[];
  readonly weights: string;
  readonly axis: number;
  /** Whether it runs over `axis` and all axes after it together. */
  readonly isJoint: boolean;
  readonly how: string;
}

/** @returns undefined if the node is not a softmax. */
export function findSoftmax(graph: GraphIndex, node: OnnxNode): FoundSoftmax | undefined {
  const [input = ""] = node.inputs;
  const [output = ""] = node.outputs;
  const plain = { input, scores: input, path: [], weights: output, how: node.opType };
  if (node.opType === "Softmax" && node.domain === "") {
    const isOld = (graph.model.opsets.get("") ?? 13) < 13;
    return { ...plain, axis: node.attributes.get("axis")?.i ?? (isOld ? 1 : -1), isJoint: isOld };
  }
  if (node.opType === "BiasSoftmax") {
    const step: PathStep = { node: { ...node, opType: "Add" }, operand: 0 };
    return { ...plain, path: [step], axis: node.attributes.get("axis")?.i ?? 1, isJoint: true };
  }
  return decomposed(graph, node);
}

/** exp(x) / Σ exp(x): a Div, or a Mul with the reciprocal. */
function decomposed(graph: GraphIndex, node: OnnxNode): FoundSoftmax | undefined {
  if (node.opType !== "Div" && node.opType !== "Mul") return undefined;
  const [a = "", b = ""] = node.inputs;
  const exponential = graph.producer(a);
  let sum = graph.producer(b);
  if (node.opType === "Mul") {
    if (sum?.opType !== "Reciprocal") return undefined;
    sum = graph.producer(sum.inputs[0] ?? "");
  }
  if (exponential?.opType !== "Exp" || sum?.opType !== "ReduceSum" || sum.inputs[0] !== a) return undefined;
  const axes = sum.attributes.get("axes")?.ints ?? graph.integersOf(sum.inputs[1] ?? "");
  if (axes?.length !== 1 || sum.attributes.get("keepdims")?.i === 0) return undefined;
  const [input = ""] = exponential.inputs;
  return {
    input,
    scores: input,
    path: [],
    weights: node.outputs[0] ?? "",
    axis: axes[0] ?? -1,
    isJoint: false,
    how: "Exp → ReduceSum → Div",
  };
}
