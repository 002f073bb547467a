/** Walks back from queries, keys or values to the constant matrix that makes them, and to what it multiplies. */
import { constantDims } from "../find/follow-weights.ts";
import { PRODUCTS } from "../find/read-product.ts";
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";

/** A tensor on which a projection works, and its width. */
export interface ProjectedFrom {
  readonly tensor: string;
  readonly width: number;
}

/** Why something was not found; completes "not readable: …". */
export interface NotFound {
  readonly why: string;
}

const MAX_NODES = 256;
/** Products with weights of few bits, which state the width of what they multiply. */
const NARROW: ReadonlyMap<string, string> = new Map([
  ["MatMulNBits", "K"],
  ["MatMulBnb4", "K"],
]);
/** What changes the form or the number format of a tensor, and none of its numbers. */
const SAME_NUMBERS = new Set(
  "Reshape Cast Identity Dropout Squeeze Unsqueeze Flatten QuantizeLinear DequantizeLinear DynamicQuantizeLinear".split(
    " ",
  ),
);

/**
 * What the projection of this tensor multiplies.
 *
 * @param added Nodes that are not in the graph and compute the tensor, in order of computation.
 */
export function findProjection(
  graph: GraphIndex,
  tensor: string,
  added: readonly OnnxNode[] = [],
): ProjectedFrom | NotFound {
  const own = new Map(added.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const found = new Map<string, number>();
  const seen = new Set([tensor]);
  for (const name of seen) {
    if (seen.size > MAX_NODES) return { why: "no product with a constant matrix stands near its attention" };
    const node = own.get(name) ?? graph.producer(name);
    // The scale of a quantized tensor depends on all of it, but is not one of its numbers.
    if (node === undefined || (node.opType === "DynamicQuantizeLinear" && name !== node.outputs[0])) continue;
    if (node.opType === "Conv") return { why: "it is projected by a convolution" };
    const factor = factorOf(graph, node);
    if (factor !== undefined) {
      found.set(withoutForm(graph, factor.tensor), factor.width);
      continue;
    }
    if (PRODUCTS.has(node.opType) && !own.has(name))
      return { why: "it is made by a product of two computed tensors" };
    for (const input of node.inputs) if (graph.hasContent(input) || own.has(input)) seen.add(input);
  }
  const [first, second] = found;
  if (first === undefined) return { why: "no product with a constant matrix stands before it" };
  if (second !== undefined) return { why: "several tensors are projected into it" };
  return { tensor: first[0], width: first[1] };
}

/** The computed factor of a product with a constant matrix; undefined for other nodes. */
export function factorOf(graph: GraphIndex, node: OnnxNode): ProjectedFrom | undefined {
  const narrow = NARROW.get(node.opType);
  if (narrow !== undefined)
    return { tensor: node.inputs[0] ?? "", width: node.attributes.get(narrow)?.i ?? 0 };
  const places = PRODUCTS.get(node.opType);
  if (places === undefined) return undefined;
  const [a = "", b = ""] = places.map((place) => node.inputs[place]);
  const [isConstantA, isConstantB] = [graph.dataOf(a) === 0n, graph.dataOf(b) === 0n];
  if (isConstantA === isConstantB) return undefined;
  const dims = constantDims(graph, isConstantA ? a : b) ?? [];
  const isTurned = node.attributes.get(isConstantA ? "transA" : "transB")?.i === 1;
  const width = isConstantA !== isTurned ? dims.at(-1) : dims.at(-2);
  return width === undefined ? undefined : { tensor: isConstantA ? b : a, width };
}

/** The tensor before steps that change only its form. */
export function withoutForm(graph: GraphIndex, tensor: string): string {
  let at = tensor;
  for (let step = 0; step < MAX_NODES; step++) {
    const node = graph.producer(at);
    const input = node?.inputs[0] ?? "";
    if (node === undefined || !SAME_NUMBERS.has(node.opType) || !graph.hasContent(input)) return at;
    at = input;
  }
  return at;
}
