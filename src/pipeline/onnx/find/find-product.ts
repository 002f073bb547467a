/** Walks back from a softmax to the product of queries and keys. */
import { SHAPE_ONLY, type GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { PathStep } from "./attention-block.ts";
import { isProduct, PRODUCTS } from "./read-product.ts";

/** Operators between product and softmax, with the operands that may come from the product. */
export const SCORE_OPERATORS: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries<readonly number[]>({
    Add: [0, 1],
    Sub: [0, 1],
    Mul: [0, 1],
    Div: [0],
    Max: [0, 1],
    Min: [0, 1],
    Sum: [0, 1, 2, 3],
    Where: [1, 2],
    Cast: [0],
    Reshape: [0],
    Squeeze: [0],
    Unsqueeze: [0],
    Transpose: [0],
    Expand: [0],
    Identity: [0],
    Dropout: [0],
    Tanh: [0],
    Clip: [0],
    Trilu: [0],
    ScatterND: [0],
    ScatterElements: [0],
    Neg: [0],
    Concat: [0, 1],
    QuantizeLinear: [0],
    DequantizeLinear: [0],
    DynamicQuantizeLinear: [0],
  }),
);
const MAX_STEPS = 32;
const MAX_NODES = 64;

/** A product, and the steps from it to the softmax in order of computation. */
export interface Walk {
  readonly node: OnnxNode;
  readonly path: readonly PathStep[];
  /** Whether each row also holds scores of another product. */
  readonly isMixed: boolean;
}

/**
 * Prefers products of content, because biases and masks are rarely computed from it. Next come products of any input, such
 * as keys of a cache, then projected learned queries, such as object queries and latents.
 */
export function findProduct(graph: GraphIndex, scores: string): Walk | undefined {
  const accepted: readonly ((operand: string) => boolean)[] = [
    (operand) => graph.hasContent(operand),
    (operand) => graph.dataOf(operand) !== 0n,
    (operand) => graph.dataOf(operand) !== 0n || isProjected(graph, operand),
  ];
  for (const accept of accepted) {
    const found = walkBack(graph, scores, accept, [], new Set());
    if (found) return found;
  }
  return undefined;
}

/** Whether a constant is itself computed by a product: it is then a learned query or key, not a weight. */
export function isProjected(graph: GraphIndex, tensor: string): boolean {
  const seen = new Set([tensor]);
  for (const name of seen) {
    if (seen.size > MAX_NODES) return false;
    const node = graph.producer(name);
    if (node === undefined || SHAPE_ONLY.has(node.opType)) continue;
    if (isProduct(node)) return true;
    for (const input of node.inputs) if (input !== "") seen.add(input);
  }
  return false;
}

/** Depth first, so that in a sum of scores and bias the scores are found on either side. */
function walkBack(
  graph: GraphIndex,
  tensor: string,
  accept: (operand: string) => boolean,
  path: readonly PathStep[],
  seen: Set<string>,
): Walk | undefined {
  // A tensor that led nowhere is not visited again; otherwise a long chain of sums would take exponential time.
  if (seen.has(tensor) || path.length > MAX_STEPS) return undefined;
  seen.add(tensor);
  const node = graph.producer(tensor);
  if (node === undefined) return undefined;
  const operands = PRODUCTS.get(node.opType);
  if (operands !== undefined) {
    const areAccepted = operands.every((place) => accept(node.inputs[place] ?? ""));
    return areAccepted ? { node, path, isMixed: false } : undefined;
  }
  const places = SCORE_OPERATORS.get(node.opType) ?? [];
  for (const operand of places) {
    const found = walkBack(graph, node.inputs[operand] ?? "", accept, [{ node, operand }, ...path], seen);
    if (found === undefined) continue;
    const others = node.opType === "Concat" ? node.inputs.filter((_, place) => place !== operand) : [];
    const isMixed = others.some((other) => walkBack(graph, other, accept, [], seen) !== undefined);
    return isMixed ? { ...found, isMixed } : found;
  }
  return undefined;
}
