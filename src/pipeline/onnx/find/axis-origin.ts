/** Traces the axis that a product sums over. It is channels in attention between tokens, and tokens in attention between channels. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { Operand } from "./attention-block.ts";
import { constantDims } from "./follow-weights.ts";
import { inGraph } from "./outline.ts";
import { isProduct, PRODUCTS } from "./read-product.ts";

/** Operators that do not move axes. */
const KEEPS_AXES = new Set(
  "Identity Cast Dropout Add Sub Mul Div Pow Sqrt Relu Tanh Clip Max Min Where Expand Tile Slice Split Concat LayerNormalization BatchNormalization LpNormalization SkipLayerNormalization SimplifiedLayerNormalization RotaryEmbedding QuantizeLinear DequantizeLinear DynamicQuantizeLinear".split(
    " ",
  ),
);
const MAX_STEPS = 64;

/** Whether the summed axis of an operand is certainly positions, as in XCiT and DaViT, whose scores are between channels. */
export function sumsOverTokens(graph: GraphIndex, operand: Operand): boolean {
  let axis = summedAxis(operand);
  let at = inGraph(operand);
  for (let step = 0; step < MAX_STEPS && axis !== undefined; step++) {
    const node = graph.producer(at);
    const data = node?.inputs.find((input) => graph.hasContent(input));
    if (node === undefined || data === undefined) return false;
    if (node.opType === "Conv") return axis === -1;
    if (isProjection(node)) return axis !== channelAxis(graph, node);
    if (node.opType === "Reshape") {
      const maker = makerOf(graph, data);
      if (maker?.opType === "Conv") return axis === -1;
      if (maker && isProjection(maker)) return isInFront(graph, node, maker, axis);
    }
    axis = axisBefore(graph, node, axis);
    at = data;
  }
  return false;
}

/** From the end. */
function summedAxis({ order }: Operand): number | undefined {
  if (order.type === "matrix") return order.positionFirst ? undefined : order.swapped ? -2 : -1;
  const rank = order.perm.filter((axis) => axis >= 0).length;
  return (order.perm.at(-1) ?? 0) - rank;
}

/** The position of an axis before this node, counted from the end; undefined if it is not known. */
function axisBefore(graph: GraphIndex, node: OnnxNode, axis: number): number | undefined {
  const { opType, attributes, inputs } = node;
  if (KEEPS_AXES.has(opType)) return axis;
  if (opType === "Transpose") {
    const perm = attributes.get("perm")?.ints;
    return perm && (perm[perm.length + axis] ?? 0) - perm.length;
  }
  const rank = graph.rankOf(inputs[0] ?? "");
  if (opType === "Reshape") {
    // The node folds or unfolds heads and batch; the last two axes stay.
    const after = graph.rankOf(node.outputs[0] ?? "");
    return rank !== undefined && after !== undefined && after < rank && axis >= -2 ? axis : undefined;
  }
  if (opType === "Gather") {
    const gone = attributes.get("axis")?.i ?? 0;
    const isScalar = graph.constant(inputs[1] ?? "")?.dims.length === 0;
    if (!isScalar) return axis;
    return movedBy([gone], rank, axis);
  }
  if (opType === "Squeeze") {
    const axes = attributes.get("axes")?.ints ?? graph.integersOf(inputs[1] ?? "");
    return axes && movedBy(axes, rank, axis);
  }
  return undefined;
}

/** Axes removed after the traced one move it further from the end. */
function movedBy(gone: readonly number[], rank: number | undefined, axis: number): number | undefined {
  let before = axis;
  for (const entry of gone.toSorted((a, b) => b - a)) {
    // An axis counted from the front is before the traced one, unless the rank shows otherwise.
    const fromEnd = entry < 0 ? entry : rank === undefined ? -Infinity : entry - rank;
    if (fromEnd > before - 1) before -= 1;
  }
  return before;
}

/** The node that computed a tensor, skipping steps that do not change its axes. */
function makerOf(graph: GraphIndex, tensor: string): OnnxNode | undefined {
  let at = tensor;
  for (let step = 0; step < MAX_STEPS; step++) {
    const node = graph.producer(at);
    if (node === undefined || !KEEPS_AXES.has(node.opType)) return node;
    at = node.inputs.find((input) => graph.hasContent(input)) ?? "";
  }
  return undefined;
}

function isProjection(node: OnnxNode): boolean {
  return isProduct(node) && node.opType !== "Einsum";
}

/** If the weights are the left operand, the channels are rows. */
function channelAxis(graph: GraphIndex, node: OnnxNode): number {
  return graph.dataOf(node.inputs[0] ?? "") === 0n ? -2 : -1;
}

/** Whether an axis is before those into which a Reshape splits the channels of a projection. */
function isInFront(graph: GraphIndex, node: OnnxNode, projection: OnnxNode, axis: number): boolean {
  const shape = entriesOf(graph, node.inputs[1] ?? "");
  const place = shape.length + axis;
  if (place < 0 || axis === -1) return false;
  // A length copied from the same position belongs to an axis that is not split.
  if (isCopied(graph, shape[place]?.tensor ?? "", place)) return true;
  const width = outputWidth(graph, projection);
  let size = 1;
  for (let at = shape.length - 1; at >= 0 && size !== width; at--) {
    if (at <= place) return false;
    size *= shape[at]?.value ?? Number.NaN;
  }
  return size === width;
}

/** Number of channels of a projection, if its weights tell. */
function outputWidth(graph: GraphIndex, node: OnnxNode): number | undefined {
  const [, place = 1] = PRODUCTS.get(node.opType) ?? [];
  const dims = constantDims(graph, node.inputs[place] ?? "");
  return node.attributes.get("transB")?.i === 1 ? dims?.[0] : dims?.at(-1);
}

interface Entry {
  readonly value?: number | undefined;
  /** Index of the node that computes it. */
  readonly tensor?: string;
}

/** Entries of a shape that is constant or concatenated. */
function entriesOf(graph: GraphIndex, shape: string): readonly Entry[] {
  const known = graph.integersOf(shape);
  if (known) return known.map((value) => ({ value }));
  const node = graph.producer(shape);
  if (node?.opType !== "Concat") return [];
  return node.inputs.flatMap((tensor): Entry[] => {
    const values = graph.integersOf(tensor);
    return values ? values.map((value) => ({ value })) : [{ tensor }];
  });
}

/** Whether an entry of a shape is copied from this position of another shape. */
function isCopied(graph: GraphIndex, entry: string, place: number): boolean {
  const unsqueezed = graph.producer(entry);
  const node = unsqueezed?.opType === "Unsqueeze" ? graph.producer(unsqueezed.inputs[0] ?? "") : unsqueezed;
  if (node?.opType !== "Gather" && node?.opType !== "Slice") return false;
  const isShape = graph.producer(node.inputs[0] ?? "")?.opType === "Shape";
  return isShape && graph.integersOf(node.inputs[1] ?? "")?.[0] === place;
}
