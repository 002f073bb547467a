/** Walks forward from attention weights to the product with the values, and then to the output projection. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { Join } from "./attention-block.ts";
import { PRODUCTS } from "./read-product.ts";

/** Operators between softmax and the product with the values; a difference or sum is one of several softmaxes. */
const WEIGHT_OPERATORS = new Set(
  "Cast Dropout Where Identity Reshape Transpose Mul Add Sub Squeeze Unsqueeze Slice Split Gather QuantizeLinear DequantizeLinear DynamicQuantizeLinear Expand".split(
    " ",
  ),
);
/** Operators between the product with the values and the output projection. */
const CONTEXT_OPERATORS = new Set(
  "Cast Dropout Identity Reshape Transpose Squeeze Unsqueeze Mul QuantizeLinear DequantizeLinear DynamicQuantizeLinear LayerNormalization".split(
    " ",
  ),
);
/** Those operators that do not move weights: the weights are captured after them. */
const IN_PLACE = new Set(["Cast", "Dropout", "Identity"]);
/** Products with block-quantized weights of 4 or 8 bits, which state their width. */
const NARROW = new Set(["MatMulNBits", "MatMulBnb4"]);
const MAX_NODES = 200;

/** The product of the weights with the values. */
export interface ValueProduct {
  readonly node: OnnxNode;
  /** The weights as they are used, after masks and the removal of a sink behind the softmax. */
  readonly weights: string;
  /** The values, or the tensor in their position. */
  readonly values: string;
}

/**
 * @param isValue Whether a tensor may hold values; weights that multiply constants are not attention.
 * @returns undefined if the weights multiply no values.
 */
export function valueProduct(
  graph: GraphIndex,
  softmax: string,
  isValue: (tensor: string) => boolean,
): ValueProduct | undefined {
  const otherOf = (node: OnnxNode, from: string): string | undefined =>
    PRODUCTS.get(node.opType)
      ?.map((place) => node.inputs[place] ?? "")
      .find((input) => input !== from);
  const steps = search(graph, softmax, WEIGHT_OPERATORS, (node, from) => isValue(otherOf(node, from) ?? ""));
  const last = steps?.at(-1);
  if (steps === undefined || last === undefined) return undefined;
  return {
    node: last.node,
    weights: usedWeights(graph, softmax, steps),
    values: otherOf(last.node, last.from) ?? "",
  };
}

function usedWeights(graph: GraphIndex, softmax: string, steps: readonly Step[]): string {
  let weights = softmax;
  let [isChanged, areIntegers] = [false, false];
  for (const { node, from } of steps) {
    const { opType } = node;
    if (opType === "QuantizeLinear") areIntegers = true;
    else if (opType === "DequantizeLinear") areIntegers = false;
    else if (!IN_PLACE.has(opType)) {
      // The condition of a Where may be the weights themselves, in a test for NaN.
      const isMask = node.inputs.every((input) => input === from || !graph.hasContent(input));
      if (opType !== "Where" && opType !== "Slice" && !(opType === "Mul" && isMask)) break;
      isChanged = true;
    }
    if (isChanged && !areIntegers) weights = node.outputs[0] ?? weights;
  }
  return weights;
}

/** Rows of the constant matrix after the values: nHeads × d_head of the values. */
export function outputWidth(graph: GraphIndex, values: OnnxNode): number | undefined {
  let width: number | undefined;
  search(graph, values.outputs[0] ?? "", CONTEXT_OPERATORS, (node, from) => {
    if (NARROW.has(node.opType)) {
      width = node.attributes.get("K")?.i;
      return true;
    }
    const places = PRODUCTS.get(node.opType);
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

/** The product with a constant matrix that follows the values, reached through steps that move or scale their numbers. */
export function outputProjection(graph: GraphIndex, context: string): OnnxNode | undefined {
  const isProjection = ({ opType, inputs }: OnnxNode, from: string): boolean => {
    if (NARROW.has(opType)) return true;
    const operands = (PRODUCTS.get(opType) ?? []).map((place) => inputs[place] ?? "");
    return operands.includes(from) && operands.some((operand) => graph.dataOf(operand) === 0n);
  };
  return search(graph, context, CONTEXT_OPERATORS, isProjection)?.at(-1)?.node;
}

/** @returns undefined if the result is not joined with others. */
export function joinOf(graph: GraphIndex, values: OnnxNode): Join | undefined {
  const steps = search(
    graph,
    values.outputs[0] ?? "",
    CONTEXT_OPERATORS,
    ({ opType, inputs }) => opType === "Concat" && inputs.length > 1,
  );
  const last = steps?.at(-1);
  if (last === undefined) return undefined;
  const axis = last.node.attributes.get("axis")?.i ?? 0;
  const rank = graph.rankOf(last.from) ?? 3;
  const isOfHeads = axis === -1 || axis === rank - 1 || (rank === 4 && axis === 1);
  return { tensor: last.node.outputs[0] ?? "", place: last.node.inputs.indexOf(last.from), isOfHeads };
}

/**
 * Whether weights and values are parts of attention through landmarks: the values are computed from other weights, or
 * other weights multiply the result from the left.
 */
export function isByLandmarks(graph: GraphIndex, { node, values }: ValueProduct): boolean {
  if (isMadeOfWeights(graph, values)) return true;
  const next = search(graph, node.outputs[0] ?? "", CONTEXT_OPERATORS, ({ opType }) => PRODUCTS.has(opType));
  const last = next?.at(-1);
  if (last === undefined) return false;
  const [a = "", b = ""] = (PRODUCTS.get(last.node.opType) ?? []).map((place) => last.node.inputs[place]);
  return b === last.from && graph.hasContent(a) && isMadeOfWeights(graph, a);
}

/** Looks back to the last projection. */
function isMadeOfWeights(graph: GraphIndex, tensor: string): boolean {
  const seen = new Set([tensor]);
  for (const name of seen) {
    if (seen.size > MAX_NODES) return false;
    const node = graph.producer(name);
    if (node?.opType === "Softmax") return true;
    if (node === undefined || /Conv|Gather|Norm/.test(node.opType)) continue;
    // The scale of a quantized tensor depends on all of it, but is not one of its values.
    if (node.opType === "DynamicQuantizeLinear" && name !== node.outputs[0]) continue;
    const operands = (PRODUCTS.get(node.opType) ?? []).map((place) => node.inputs[place] ?? "");
    if (operands.some((operand) => graph.dataOf(operand) === 0n)) continue;
    for (const input of node.inputs) if (graph.hasContent(input)) seen.add(input);
  }
  return false;
}

/** Shape of a weight, skipping the steps that exporters and quantizers add. */
export function constantDims(graph: GraphIndex, tensor: string, depth = 0): readonly number[] | undefined {
  const constant = graph.constant(tensor);
  if (constant) return constant.dims;
  const node = graph.producer(tensor);
  if (node === undefined || graph.dataOf(tensor) !== 0n || depth > 4) return undefined;
  const dims = constantDims(graph, node.inputs[0] ?? "", depth + 1);
  return node.opType === "Transpose" ? dims?.toReversed() : dims;
}

/** A node, and the index of its input that led to it. */
interface Step {
  readonly node: OnnxNode;
  readonly from: string;
}

/** Breadth-first search through these operators. Returns the path to the first accepted node, which is its last entry. */
function search(
  graph: GraphIndex,
  start: string,
  through: ReadonlySet<string>,
  accept: (node: OnnxNode, from: string) => boolean,
): Step[] | undefined {
  const before = new Map<string, Step | undefined>([[start, undefined]]);
  for (const tensor of before.keys()) {
    if (before.size > MAX_NODES) return undefined;
    for (const node of graph.consumers(tensor)) {
      const step = { node, from: tensor };
      if (accept(node, tensor)) return wayTo(step, before);
      if (!through.has(node.opType)) continue;
      for (const output of node.outputs) if (!before.has(output)) before.set(output, step);
    }
  }
  return undefined;
}

function wayTo(last: Step, before: ReadonlyMap<string, Step | undefined>): Step[] {
  const way = [last];
  for (let step = before.get(last.from); step; step = before.get(step.from)) way.unshift(step);
  return way;
}
