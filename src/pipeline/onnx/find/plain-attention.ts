/** Attention in separate nodes: a softmax between a product of queries and keys and a product with values. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { PathStep, PlainSource, Precision, ReadBlock } from "./attention-block.ts";
import { sumsOverTokens } from "./axis-origin.ts";
import { findProduct, isProjected } from "./find-product.ts";
import { findSoftmax, type FoundSoftmax } from "./find-softmax.ts";
import { isByLandmarks, joinOf, outputWidth, valueProduct } from "./follow-weights.ts";
import { inGraph } from "./outline.ts";
import { readProduct, type Product } from "./read-product.ts";
import { addedIn, sidesOf } from "./score-sides.ts";
import { whyNoProduct } from "./why-no-product.ts";

/** TensorProto.DataType */
const HALF = 10;

/** @returns the block, the reason why this is not attention, or undefined if the node is not a softmax. */
export function readPlainAttention(graph: GraphIndex, node: OnnxNode): ReadBlock | string | undefined {
  const softmax = findSoftmax(graph, node);
  if (softmax === undefined) return undefined;
  const found = findProduct(graph, softmax.scores);
  if (found === undefined) return whyNoProduct(graph, softmax.scores);
  if (found.isMixed) return "scores of several products stand in one row: attention between kinds of tokens";
  const isFed = graph.dataOf(softmax.weights) !== 0n;
  const values = valueProduct(
    graph,
    softmax.weights,
    (tensor) => graph.dataOf(tensor) !== 0n || (!isFed && isProjected(graph, tensor)),
  );
  if (values === undefined) return "its result is not multiplied by values";
  if (isByLandmarks(graph, values))
    return "its weights are multiplied by other weights: attention by landmarks";
  const product = readProduct(graph, found.node);
  if (product === undefined) return `its ${found.node.opType} multiplies in a way that is not known`;
  const axes = followAxes(product, found.path);
  if (axes === undefined) return "its scores are rearranged between product and softmax";
  const axis = axisFromEnd(graph, softmax);
  if (axis === undefined) return "it runs over several axes at once (the rule of operator sets below 13)";
  if (axis !== axes.row && axis !== axes.column) return "it runs over another axis than the keys'";
  const isTurned = axis === axes.row;
  const [query, key] = isTurned ? [product.columns, product.rows] : [product.rows, product.columns];
  const [queryName, keyName] = [inGraph(query), inGraph(key)];
  if (graph.dataOf(keyName) === 0n && graph.dataOf(queryName) !== 0n)
    return "its keys are learned constants: a look-up, not attention of tokens";
  if (sumsOverTokens(graph, query) && sumsOverTokens(graph, key))
    return "its product sums over the tokens: attention between channels";
  const path = [...withoutIntegers(found.node, found.path), ...softmax.path];
  const width = outputWidth(graph, values.node);
  const join = joinOf(graph, values.node);
  const context = readProduct(graph, values.node);
  const value = [context?.rows, context?.columns].find((side) => side && inGraph(side) === values.values);
  const source: PlainSource = {
    type: "plain",
    query,
    key,
    alpha: product.alpha,
    ...(value ? { value } : {}),
    ...(product.addend ? { addend: product.addend } : {}),
    ...(product.order ? { productOrder: product.order } : {}),
    isTurned,
    path,
    sides: sidesOf(graph, addedIn(path, product.addend?.tensor)),
    softmax: softmax.weights,
    weights: values.weights,
    weightsTurned: axis !== Math.max(axes.row, axes.column),
    ...(width === undefined ? {} : { outputWidth: width }),
    ...(join === undefined ? {} : { join }),
  };
  const operators = [found.node, ...found.path.map((step) => step.node)].map((step) => step.opType);
  return {
    how: [...operators, softmax.how].join(" → "),
    precision: precisionOf(graph, product, found.path),
    source,
  };
}

/** The positions of the product's rows and columns in the scores, counted from the end. */
function followAxes(
  product: Product,
  path: readonly PathStep[],
): { readonly row: number; readonly column: number } | undefined {
  let [row, column] = [product.rowAxis, product.columnAxis];
  for (const { node } of path) {
    if (node.opType === "Transpose") {
      const perm = node.attributes.get("perm")?.ints;
      if (perm === undefined) return undefined;
      const move = (axis: number): number => perm.indexOf(perm.length + axis) - perm.length;
      [row, column] = [move(row), move(column)];
    } else if (node.opType === "Reshape" && Math.min(row, column) < -2) return undefined;
  }
  return { row, column };
}

function axisFromEnd(graph: GraphIndex, softmax: FoundSoftmax): number | undefined {
  const { axis, isJoint } = softmax;
  if (axis < 0) return axis === -1 || !isJoint ? axis : undefined;
  const rank = graph.rankOf(softmax.input);
  // If the rank is unknown, assume the last axis; the replay detects a mistake.
  const fromEnd = rank === undefined ? -1 : axis - rank;
  return fromEnd === -1 || !isJoint ? fromEnd : undefined;
}

/** Products of integers are captured scaled back, and so are their scores. Up to this operator, the graph computes in quantization steps. */
const INTEGER_TAILS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    MatMulInteger: "Mul",
    QLinearMatMul: "DequantizeLinear",
  }),
);

function withoutIntegers(product: OnnxNode, path: readonly PathStep[]): readonly PathStep[] {
  const last = INTEGER_TAILS.get(product.opType);
  const real = last === undefined ? path : path.slice(path.findIndex(({ node }) => node.opType === last) + 1);
  const steps: PathStep[] = [];
  for (const step of real) {
    const before = steps[steps.length - 1];
    const isScaledBack = step.node.opType === "DequantizeLinear" && before?.node.opType === "QuantizeLinear";
    // The graph rounds to steps and scales back at once, so its own numbers are captured after that.
    if (before !== undefined && isScaledBack)
      steps[steps.length - 1] = { ...before, node: { ...before.node, outputs: step.node.outputs } };
    else steps.push(step);
  }
  return steps;
}

function precisionOf(graph: GraphIndex, product: Product, path: readonly PathStep[]): Precision {
  const isQuantizing = (opType: string): boolean => opType.toLowerCase().includes("quantize");
  const operands = [product.rows, product.columns].map((side) => graph.producer(inGraph(side))?.opType ?? "");
  if (product.isQuantized || operands.some(isQuantizing)) return "quantized";
  if (path.some(({ node }) => isQuantizing(node.opType))) return "quantized";
  const isHalf = ({ node }: PathStep): boolean =>
    node.opType === "Cast" && node.attributes.get("to")?.i === HALF;
  return graph.isHalf(inGraph(product.rows)) || path.some(isHalf) ? "float16" : "float32";
}
