/** The properties of attention that the finder needs, independent of how the graph computes it. */
import type { AttentionBlock, FusedSource, Join, Operand, PlainSource } from "./attention-block.ts";

export interface Outline {
  /** Its name in messages. */
  readonly name: string;
  /** Tensors of the graph that hold its queries and keys, or from which these are computed. */
  readonly query: string;
  readonly key: string;
  /** Its output tensors, on which later nodes build. */
  readonly results: readonly string[];
  /** The Concat that joins it with others. */
  readonly join?: Join;
  /** Its parts as separate nodes; empty for attention inside an operator. */
  readonly parts: readonly PlainSource[];
}

export function outlineOf(source: AttentionBlock["source"]): Outline {
  switch (source.type) {
    case "plain":
      return outlineOfParts([source]);
    case "joined":
      return outlineOfParts(source.parts);
    case "fused":
      return outlineOfOperator(source);
  }
}

/** The parts of one layer share the properties of the first one. */
function outlineOfParts(parts: readonly PlainSource[]): Outline {
  const [first] = parts;
  return {
    name: first?.softmax ?? "",
    query: first ? inGraph(first.query) : "",
    key: first ? inGraph(first.key) : "",
    results: parts.map(({ softmax }) => softmax),
    ...(first?.join ? { join: first.join } : {}),
    parts,
  };
}

function outlineOfOperator({ node, tensors }: FusedSource): Outline {
  const query = node.inputs[0] ?? "";
  return {
    name: node.name || (node.outputs[0] ?? ""),
    query,
    key: tensors.key ?? query,
    results: node.outputs.slice(0, 1),
    parts: [],
  };
}

/** The tensor of the graph that is the operand, or from which the operand is computed. */
export function inGraph(operand: Operand): string {
  return operand.added[0]?.inputs[0] ?? operand.tensor;
}
