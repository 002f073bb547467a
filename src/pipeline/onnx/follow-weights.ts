/** Walks forward from attention weights: to the product with the values, and on to the output projection. */
import type { GraphIndex } from "./graph-index.ts";
import type { OnnxNode } from "./onnx-graph.ts";
import { PRODUCTS } from "./read-product.ts";

/** Operators between softmax and the product with the values. */
const WEIGHT_OPERATORS = new Set(
  "Cast Dropout Where Identity Reshape Transpose Mul Squeeze Unsqueeze Slice QuantizeLinear DequantizeLinear DynamicQuantizeLinear Expand".split(
    " ",
  ),
);
/** Operators between the product with the values and the output projection. */
const CONTEXT_OPERATORS = new Set(
  "Cast Dropout Identity Reshape Transpose Squeeze Unsqueeze Mul QuantizeLinear DequantizeLinear DynamicQuantizeLinear LayerNormalization".split(
    " ",
  ),
);
/** Products with weights of 4 or 8 bits in blocks, which name their width. */
const NARROW = new Set(["MatMulNBits", "MatMulBnb4"]);
const MAX_NODES = 200;

export interface ValueProduct {
  readonly node: OnnxNode;
  /** The node's input that holds the values. */
  readonly values: string;
}

/** The product of weights and values; undefined where the weights multiply constants, or nothing. */
export function valueProduct(graph: GraphIndex, weights: string): ValueProduct | undefined {
  let values: string | undefined;
  const node = search(graph, weights, WEIGHT_OPERATORS, (candidate, from) => {
    const places = PRODUCTS[candidate.opType];
    if (places === undefined) return false;
    const others = places.map((place) => candidate.inputs[place] ?? "").filter((input) => input !== from);
    values = others.find((input) => graph.dataOf(input) !== 0n);
    return values !== undefined;
  });
  return node && values !== undefined ? { node, values } : undefined;
}

/** Rows of the constant matrix behind the values: nHeads × d_head of the values. */
export function outputWidth(graph: GraphIndex, values: OnnxNode): number | undefined {
  let width: number | undefined;
  search(graph, values.outputs[0] ?? "", CONTEXT_OPERATORS, (node, from) => {
    if (NARROW.has(node.opType)) {
      width = node.attributes.get("K")?.i;
      return true;
    }
    const places = PRODUCTS[node.opType];
    if (places === undefined) return false;
    const [a, b] = places.map((place) => node.inputs[place] ?? "");
    if (a !== from || b === undefined) return true;
    const dims = constantDims(graph, b);
    const isTurned = node.attributes.get("transB")?.i === 1;
    width = dims?.length === 2 ? dims[isTurned ? 1 : 0] : undefined;
    return true;
  });
  return width;
}

/** The Concat that puts the heads of this product beside those of others: along d, or along an axis of heads. */
export function joinOf(graph: GraphIndex, values: OnnxNode): string | undefined {
  const concat = search(graph, values.outputs[0] ?? "", CONTEXT_OPERATORS, (node, from) => {
    if (node.opType !== "Concat" || node.inputs.length < 2) return false;
    // What joins whole sequences (a cache, windows) runs along another axis.
    const axis = node.attributes.get("axis")?.i ?? 0;
    const rank = graph.rankOf(from) ?? 3;
    return axis === -1 || axis === rank - 1 || (rank === 4 && axis === 1);
  });
  return concat?.outputs[0];
}

/** Shape of a weight, also behind the steps that exporters and quantizers put in front of it. */
function constantDims(graph: GraphIndex, tensor: string): readonly number[] | undefined {
  const constant = graph.constant(tensor);
  if (constant) return constant.dims;
  const node = graph.producer(tensor);
  if (node === undefined || graph.dataOf(tensor) !== 0n) return undefined;
  const dims = graph.constant(node.inputs[0] ?? "")?.dims;
  return node.opType === "Transpose" ? dims?.toReversed() : dims;
}

/** Breadth first through these operators, to the first node that is accepted. */
function search(
  graph: GraphIndex,
  start: string,
  through: ReadonlySet<string>,
  accept: (node: OnnxNode, from: string) => boolean,
): OnnxNode | undefined {
  const seen = new Set([start]);
  for (const tensor of seen) {
    if (seen.size > MAX_NODES) return undefined;
    for (const node of graph.consumers(tensor)) {
      if (accept(node, tensor)) return node;
      if (through.has(node.opType)) for (const output of node.outputs) seen.add(output);
    }
  }
  return undefined;
}
