/** What the finder asks of attention, however the graph computes it. */
import type { AttentionBlock, FusedSource, Join, Operand, PlainSource } from "./attention-block.ts";

export interface Outline {
  /** What messages call it. */
  readonly name: string;
  /** Tensors of the graph that hold its queries and its keys, or that these are made from. */
  readonly query: string;
  readonly key: string;
  /** Tensors that whatever builds on it is computed from. */
  readonly results: readonly string[];
  /** The Concat that puts it beside others. */
  readonly join?: Join;
  /** Its parts as separate nodes; none inside of an operator. */
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

/** Parts of one layer agree in all that the first one tells. */
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

/** The tensor of the graph that an operand is, or is made from. */
export function inGraph(operand: Operand): string {
  return operand.added[0]?.inputs[0] ?? operand.tensor;
}
