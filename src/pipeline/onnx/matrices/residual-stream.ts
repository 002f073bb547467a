/** Finds the residual stream around a block: what its projections read before the norm, and what its result is added to. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import { GAIN, NORM_STEPS } from "./norm-steps.ts";

/** Steps of a norm, and those that move tokens without mixing their numbers. */
const BEFORE_PROJECTION = new Set([
  ...NORM_STEPS,
  ..."Transpose Slice Concat Pad Gather Squeeze Unsqueeze Neg Expand".split(" "),
]);
const SKIPS = /^Skip(Simplified)?LayerNormalization$/;
/** Steps between the output projection of a block and the sum with the stream. */
const AFTER_OUTPUT = new Set(
  "Add Cast Identity Dropout Mul Reshape Transpose Slice Concat Pad Gather Squeeze Unsqueeze DequantizeLinear QuantizeLinear".split(
    " ",
  ),
);
const MAX_NODES = 96;

export interface Stream {
  /** The tensor of the stream that the block reads. */
  readonly tensor: string;
  /** The constant gain of the norm in front of the projections, if the norm is an operator of its own. */
  readonly gain?: string;
  /** Whether the projections read the stream as it is. */
  readonly isBare: boolean;
}

/**
 * @param projected What the projections multiply.
 * @param written The output of the block's last projection.
 * @returns undefined if both do not meet.
 */
export function streamOf(graph: GraphIndex, projected: string, written: string): Stream | undefined {
  const others = addedTo(graph, written);
  const before = new Map<string, string | undefined>([[projected, undefined]]);
  for (const [tensor, gain] of before) {
    if (others.has(tensor))
      return { tensor, isBare: tensor === projected, ...(gain === undefined ? {} : { gain }) };
    if (before.size > MAX_NODES) return undefined;
    const node = graph.producer(tensor);
    if (node === undefined) continue;
    const place = GAIN.get(node.opType);
    const known = place === undefined ? gain : (gain ?? node.inputs[place]);
    // A fused norm also gives the sum that it normalizes.
    const sum = SKIPS.test(node.opType) && tensor === node.outputs[0] ? node.outputs[3] : undefined;
    if (sum) before.set(sum, known);
    if (!BEFORE_PROJECTION.has(node.opType) || isSum(graph, node)) continue;
    for (const input of node.inputs)
      if (graph.hasContent(input) && !before.has(input)) before.set(input, known);
  }
  return undefined;
}

/** The other terms of the sums that a block's output enters, up to the next few. */
function addedTo(graph: GraphIndex, written: string): Set<string> {
  const others = new Set<string>();
  const seen = new Set([written]);
  for (const tensor of seen) {
    if (seen.size > MAX_NODES) break;
    for (const node of graph.consumers(tensor)) {
      const terms = termsOf(node).filter((input) => input !== tensor && graph.hasContent(input));
      for (const term of terms) others.add(term);
      if (SKIPS.test(node.opType) || terms.length > 0) {
        // Sums of several branches are followed, norms of them are not.
        const sum = SKIPS.test(node.opType) ? node.outputs[3] : node.outputs[0];
        if (sum && others.size < 4) seen.add(sum);
      } else if (AFTER_OUTPUT.has(node.opType)) for (const output of node.outputs) seen.add(output);
    }
  }
  return others;
}

function termsOf(node: OnnxNode): readonly string[] {
  if (node.opType === "Add" || node.opType === "Sum") return node.inputs;
  return SKIPS.test(node.opType) ? node.inputs.slice(0, 2) : [];
}

function isSum(graph: GraphIndex, node: OnnxNode): boolean {
  return termsOf(node).filter((input) => graph.hasContent(input)).length > 1;
}
