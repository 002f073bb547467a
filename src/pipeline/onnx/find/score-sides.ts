/** The masks and biases beside the scores on their way to the softmax, and the nodes that compute them. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { PathStep } from "./attention-block.ts";

/** Operators that add masks and biases, choose between them, or move them. */
const PUTS_TOGETHER = new Set(
  "Add Sub Sum Where Expand Unsqueeze Squeeze Reshape Transpose Cast Identity".split(" "),
);
const MAX_NODES = 24;

/** Tensors that are added to the scores or replace them. */
export function addedIn(path: readonly PathStep[], addend?: string): string[] {
  const beside = path.flatMap(({ node, operand }) =>
    ["Add", "Sub", "Sum", "Where"].includes(node.opType)
      ? node.inputs.filter((_, place) => place !== operand && !(node.opType === "Where" && place === 0))
      : [],
  );
  return addend === undefined ? beside : [addend, ...beside];
}

/** Nodes that compute these tensors, in order of computation, up to a limited depth. */
export function sidesOf(graph: GraphIndex, tensors: readonly string[]): OnnxNode[] {
  const nodes = new Set<OnnxNode>();
  const visit = (tensor: string): void => {
    const node = graph.producer(tensor);
    if (node === undefined || nodes.has(node) || nodes.size >= MAX_NODES || !PUTS_TOGETHER.has(node.opType))
      return;
    nodes.add(node);
    for (const input of node.inputs) visit(input);
  };
  for (const tensor of tensors) visit(tensor);
  return graph.model.nodes.filter((node) => nodes.has(node));
}
