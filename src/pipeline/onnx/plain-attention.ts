/** Attention in separate nodes: a softmax between a product of queries and keys and a product with values. */
import type { FoundBlock, Operand, PathStep, PlainSource, Precision } from "./attention-block.ts";
import type { GraphIndex } from "./graph-index.ts";
import type { OnnxNode } from "./onnx-graph.ts";
import { PRODUCTS, readProduct, type Product } from "./read-product.ts";
import { findSoftmax, type FoundSoftmax } from "./find-softmax.ts";
import { joinOf, outputWidth, valueProduct } from "./follow-weights.ts";

/** Operators between product and softmax, with the operands that may come from the product. */
const SCORE_OPERATORS: Readonly<Record<string, readonly number[]>> = {
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
  Neg: [0],
  Concat: [0, 1],
  QuantizeLinear: [0],
  DequantizeLinear: [0],
  DynamicQuantizeLinear: [0],
};
const MAX_STEPS = 32;

/** @returns the block, a reason why this is none, or undefined if the node is no softmax. */
export function readPlainAttention(graph: GraphIndex, node: OnnxNode): FoundBlock | string | undefined {
  const softmax = findSoftmax(graph, node);
  if (softmax === undefined) return undefined;
  const found = walkBack(graph, softmax.scores, [], new Set());
  if (found === undefined) return whyNoProduct(graph, softmax.scores);
  const values = valueProduct(graph, softmax.weights);
  if (values === undefined) return "its result is not multiplied by values";
  const product = readProduct(graph, found.node);
  if (product === undefined) return `its ${found.node.opType} multiplies in a way that is not known`;
  const axes = followAxes(product, found.path);
  if (axes === undefined) return "its scores are rearranged between product and softmax";
  const axis = axisFromEnd(graph, softmax);
  if (axis === undefined) return "it runs over several axes at once (the rule of operator sets below 13)";
  if (axis !== axes.row && axis !== axes.column) return "it runs over another axis than the keys'";
  const isTurned = axis === axes.row;
  const [query, key] = isTurned ? [product.columns, product.rows] : [product.rows, product.columns];
  const path = [...dropIntegerTail(product, found.path), ...softmax.path];
  const width = outputWidth(graph, values.node);
  const joinedBy = joinOf(graph, values.node);
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
    scores: softmax.input,
    weights: softmax.weights,
    weightsTurned: axis !== Math.max(axes.row, axes.column),
    ...(width === undefined ? {} : { outputWidth: width }),
    ...(joinedBy === undefined ? {} : { joinedBy }),
  };
  const operators = [found.node, ...found.path.map((step) => step.node)].map((step) => step.opType);
  return {
    kind: graph.hasOwnContent(inGraph(query), inGraph(key)) ? "cross" : "self",
    how: [...operators, softmax.how].join(" → "),
    precision: precisionOf(graph, product, found.path),
    source,
  };
}

/** The tensor of the graph that an operand is, or is made from. */
export function inGraph(operand: Operand): string {
  return operand.added[0]?.inputs[0] ?? operand.tensor;
}

interface Walk {
  readonly node: OnnxNode;
  readonly path: readonly PathStep[];
}

/** Depth first, so that of a sum of scores and bias the scores are found whichever side they stand on. */
function walkBack(
  graph: GraphIndex,
  tensor: string,
  path: readonly PathStep[],
  seen: Set<string>,
): Walk | undefined {
  // A tensor that led nowhere once leads nowhere again; without this, a ladder of sums would take forever.
  if (seen.has(tensor) || path.length > MAX_STEPS) return undefined;
  seen.add(tensor);
  const node = graph.producer(tensor);
  if (node === undefined) return undefined;
  const operands = PRODUCTS[node.opType];
  if (operands !== undefined) {
    const areData = operands.every((place) => graph.dataOf(node.inputs[place] ?? "") !== 0n);
    return areData ? { node, path } : undefined;
  }
  for (const operand of SCORE_OPERATORS[node.opType] ?? []) {
    const input = node.inputs[operand];
    if (input === undefined || graph.dataOf(input) === 0n) continue;
    const found = walkBack(graph, input, [{ node, operand }, ...path], seen);
    if (found) return found;
  }
  return undefined;
}

/** Looks back through any operator, to say what stands in the way. */
function whyNoProduct(graph: GraphIndex, scores: string): string {
  const seen = new Set<string>();
  let open: { tensor: string; blocked: string | undefined }[] = [{ tensor: scores, blocked: undefined }];
  let reason = "its scores are no product of two data tensors";
  for (let depth = 0; depth < 12 && open.length > 0; depth++) {
    const next: typeof open = [];
    for (const { tensor, blocked } of open) {
      const node = graph.producer(tensor);
      if (node === undefined || seen.has(tensor)) continue;
      seen.add(tensor);
      const operands = PRODUCTS[node.opType];
      if (operands === undefined) {
        const stop = blocked ?? (SCORE_OPERATORS[node.opType] === undefined ? node.opType : undefined);
        for (const input of node.inputs) next.push({ tensor: input, blocked: stop });
        continue;
      }
      const [a = 0n, b = 0n] = operands.map((place) => graph.dataOf(node.inputs[place] ?? ""));
      if (a !== 0n && b !== 0n) {
        return `between the product and the softmax stands ${blocked ?? "a step"}, which rearranges or mixes the scores: attention over blocks or bands, or talking heads`;
      }
      if (a === 0n && b !== 0n)
        reason = "its queries are learned constants: pooling, not attention of tokens";
      if (b === 0n && a !== 0n) {
        reason = "its scores are a product with constants";
        // Behind it may stand the scores of all heads, mixed by a learned matrix; behind a second one stands a layer.
        if (blocked === undefined)
          next.push({ tensor: node.inputs[operands[0]] ?? "", blocked: `a ${node.opType} with constants` });
      }
    }
    open = next;
  }
  return reason;
}

/** Where the product's rows and columns end up in the scores, from the end. */
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
  // Where the rank is not known the last axis is taken for granted; the replay would tell.
  const fromEnd = rank === undefined ? -1 : axis - rank;
  return fromEnd === -1 || !isJoint ? fromEnd : undefined;
}

function dropIntegerTail(product: Product, path: readonly PathStep[]): readonly PathStep[] {
  if (!product.hasIntegerTail) return path;
  return path.slice(path.findIndex(({ node }) => node.opType === "Mul") + 1);
}

function precisionOf(graph: GraphIndex, product: Product, path: readonly PathStep[]): Precision {
  const isQuantizing = (opType: string): boolean => opType.toLowerCase().includes("quantize");
  const operands = [product.rows, product.columns].map((side) => graph.producer(inGraph(side))?.opType ?? "");
  if (product.isQuantized || operands.some(isQuantizing)) return "quantized";
  if (path.some(({ node }) => isQuantizing(node.opType))) return "quantized";
  return graph.isHalf(inGraph(product.rows)) ? "float16" : "float32";
}
