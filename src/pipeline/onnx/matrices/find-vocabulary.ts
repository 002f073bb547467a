/** Finds where a graph looks tokens up, and how its last state becomes a number for every token. */
import type { StoredAnswer } from "../../architectures/answer.ts";
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxInput } from "../file/onnx-graph.ts";
import { factorOf, withoutForm, type NotFound, type ProjectedFrom } from "./find-projection.ts";
import { GAIN, NORM_STEPS } from "./norm-steps.ts";
import type { Stream } from "./residual-stream.ts";

/** From the last product back to the output. */
const AFTER_LOGITS = new Set(
  "Add Cast Identity Mul Div Tanh Reshape Squeeze Unsqueeze Slice Gather DequantizeLinear".split(" "),
);
/** Steps of a norm, and activations between two products of a masked model's head. */
const BEFORE_LOGITS = new Set([
  ...NORM_STEPS,
  ..."Erf Gelu FastGelu BiasGelu QuickGelu Relu Tanh Sigmoid".split(" "),
]);
const MAX_NODES = 64;

export interface Unembedding {
  readonly answer: InGraph | InFile;
  /** What the last product multiplies. */
  readonly last: ProjectedFrom;
  /** The residual stream in front of the last norm, or of the transformation of a masked model. */
  readonly stream: Stream;
  /** Of that stream. */
  readonly width: number;
  /** A second term of the stream, if the stream itself is no tensor: to be fed with zeros. */
  readonly zero?: string;
  /** Whether a transformation, and not only a norm, stands between. */
  readonly hasTransform: boolean;
}

/** The table is a part of the graph. */
interface InGraph {
  readonly from: "graph";
  /** The output of the graph: a number per token. */
  readonly logits: string;
}

/** The table is read from the checkpoint's file, in parts. */
interface InFile extends Pick<StoredAnswer, "table" | "words" | "bias"> {
  readonly from: "file";
}

/** Of a graph that was made of a checkpoint. */
export function storedUnembedding(
  graph: GraphIndex,
  { state, table, ...others }: StoredAnswer,
): Unembedding | NotFound {
  const last = { tensor: state, width: table.shape[1] ?? 0 };
  const before = streamBefore(graph, state);
  return "why" in before
    ? before
    : { answer: { from: "file", table, ...others }, last, width: last.width, ...before };
}

export function findUnembedding(
  graph: GraphIndex,
  outputs: readonly string[],
  vocabulary: number,
): Unembedding | NotFound {
  for (const logits of outputs) {
    const last = lastProduct(graph, logits, vocabulary);
    if (last === undefined) continue;
    const before = streamBefore(graph, last.tensor);
    return "why" in before
      ? before
      : { answer: { from: "graph", logits }, last, width: last.width, ...before };
  }
  return { why: "no output has a number for every token of the vocabulary" };
}

function lastProduct(graph: GraphIndex, output: string, vocabulary: number): ProjectedFrom | undefined {
  const seen = new Set([output]);
  for (const tensor of seen) {
    if (seen.size > MAX_NODES) return undefined;
    const node = graph.producer(tensor);
    if (node === undefined) continue;
    const factor = factorOf(graph, node);
    if (factor !== undefined) {
      if (hasRow(graph, node.inputs, vocabulary))
        return { ...factor, tensor: withoutForm(graph, factor.tensor) };
      continue;
    }
    if (AFTER_LOGITS.has(node.opType))
      for (const input of node.inputs) if (graph.hasContent(input)) seen.add(input);
  }
  return undefined;
}

/** Whether one of the factors is a table with a row for every token. */
function hasRow(graph: GraphIndex, inputs: readonly string[], vocabulary: number): boolean {
  return inputs.some((input) => {
    let at = input;
    for (let step = 0; step < 6; step++) {
      const dims = graph.constant(at)?.dims;
      if (dims !== undefined) return dims.includes(vocabulary);
      if (graph.dataOf(at) !== 0n) return false;
      at = graph.producer(at)?.inputs[0] ?? "";
    }
    return false;
  });
}

type Before = Pick<Unembedding, "stream" | "hasTransform" | "zero"> & { readonly width?: number };

const UNKNOWN: NotFound = { why: "the norm in front of the answer is not understood" };

/** Walks back from the last state through its norm, or through the transformation of a masked model. */
function streamBefore(graph: GraphIndex, last: string): Before | NotFound {
  const before = new Map<string, string | undefined>([[last, undefined]]);
  let end: Stream = { tensor: last, isBare: true };
  for (const [tensor, gain] of before) {
    if (before.size > MAX_NODES) break;
    const node = graph.producer(tensor);
    if (node === undefined) continue;
    end = { tensor, isBare: tensor === last, ...(gain === undefined ? {} : { gain }) };
    const factor = factorOf(graph, node);
    if (factor !== undefined)
      return {
        stream: { tensor: withoutForm(graph, factor.tensor), isBare: false },
        hasTransform: true,
        width: factor.width,
      };
    const place = GAIN.get(node.opType);
    const known = place === undefined ? gain : (gain ?? node.inputs[place]);
    if (node.opType.startsWith("Skip")) {
      const [term = "", zero = "", , , bias] = node.inputs;
      const [normed, , , sum] = node.outputs;
      const inside = { isBare: false, ...(known === undefined ? {} : { gain: known }) };
      if (tensor !== normed) return { stream: end, hasTransform: false };
      if (sum) return { stream: { ...inside, tensor: sum }, hasTransform: false };
      // The sum is nowhere but inside of the operator: one of its terms can stand for it if the other is zero.
      const isPlain = bias === undefined || bias === "";
      return isPlain ? { stream: { ...inside, tensor: term }, zero, hasTransform: false } : UNKNOWN;
    }
    const terms = node.inputs.filter((input) => graph.hasContent(input));
    const isSum = node.opType === "Add" && terms.length > 1;
    if (isSum || !BEFORE_LOGITS.has(node.opType)) return { stream: end, hasTransform: false };
    for (const input of terms) if (!before.has(input)) before.set(input, known);
  }
  return { stream: end, hasTransform: false };
}

/** The output of the table of tokens; undefined where an operator holds it. */
export function findEmbedding(graph: GraphIndex, { name, vocabulary }: OnnxInput): string | undefined {
  const seen = new Set([name]);
  for (const tensor of seen) {
    if (seen.size > MAX_NODES) return undefined;
    for (const node of graph.consumers(tensor)) {
      if (node.opType === "Gather" && node.inputs[1] === tensor) {
        let table = node.inputs[0] ?? "";
        for (let step = 0; step < 4 && graph.constant(table) === undefined; step++)
          table = graph.producer(table)?.inputs[0] ?? "";
        if (graph.constant(table)?.dims[0] === vocabulary) return node.outputs[0];
      }
      if (/^(Cast|Reshape|Identity|Unsqueeze|Squeeze)$/.test(node.opType))
        for (const output of node.outputs) seen.add(output);
    }
  }
  return undefined;
}
