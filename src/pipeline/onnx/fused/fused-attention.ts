/** Attention inside one operator: the tensors of its queries, keys, values and masks, and how it computes. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { FusedOptions, FusedRole, FusedSource, ReadBlock } from "../find/attention-block.ts";
import { sidesOf } from "../find/score-sides.ts";

const MICROSOFT = "com.microsoft";

/** Operators that contain attention whose queries and keys cannot be accessed. */
const CLOSED = new Set(
  "PackedAttention PackedMultiHeadAttention DecoderAttention DecoderMaskedSelfAttention DecoderMaskedMultiHeadAttention LongformerAttention SparseAttention PagedAttention LinearAttention GatedRelativePositionBias EfficientAttention FlashAttention RemotePagedAttention QLinearSoftmax".split(
    " ",
  ),
);

type OwnSource = Omit<FusedSource, "sides">;
type Reader = (graph: GraphIndex, node: OnnxNode) => OwnSource | string;

const READERS: Readonly<Record<string, Reader>> = {
  [`${MICROSOFT}:Attention`]: readAttention,
  [`${MICROSOFT}:QAttention`]: readQuantizedAttention,
  [`${MICROSOFT}:MultiHeadAttention`]: readMultiHead,
  [`${MICROSOFT}:GroupQueryAttention`]: readGroupQuery,
  ":Attention": readStandard,
};

/** Whether a node is, or contains, attention of a kind that the finder knows. */
export function isFusedAttention(node: OnnxNode): boolean {
  return READERS[`${node.domain}:${node.opType}`] !== undefined || isClosed(node);
}

function isClosed(node: OnnxNode): boolean {
  return node.domain !== "" && CLOSED.has(node.opType);
}

/** @returns the block, the reason why it cannot be read, or undefined if the node is not an attention operator. */
export function readFusedAttention(graph: GraphIndex, node: OnnxNode): ReadBlock | string | undefined {
  const name = node.domain === "" ? node.opType : `${node.domain}.${node.opType}`;
  if (isClosed(node))
    return `${name} keeps queries and keys inside; take the export before optimization (onnx/model.onnx)`;
  const source = READERS[`${node.domain}:${node.opType}`]?.(graph, node);
  if (source === undefined) return undefined;
  if (typeof source === "string") return `${name} ${source}`;
  return {
    how: name,
    precision:
      node.opType === "QAttention" ? "quantized" : graph.isHalf(node.inputs[0] ?? "") ? "float16" : "float32",
    source: { ...source, sides: sidesOf(graph, [source.tensors.scoreBias ?? ""]) },
  };
}

/** Names by role; empty names are absent ones. */
function named(entries: Partial<Record<FusedRole, string | undefined>>): FusedSource["tensors"] {
  return Object.fromEntries(Object.entries(entries).filter(([, name]) => name !== undefined && name !== ""));
}

function options(node: OnnxNode, own: Partial<FusedOptions>): FusedOptions {
  const scale = node.attributes.get("scale")?.f ?? 0;
  return {
    ...(scale === 0 ? {} : { scale }),
    isCausal: node.attributes.get("unidirectional")?.i === 1,
    maskValue: node.attributes.get("mask_filter_value")?.f ?? -10_000,
    softcap: node.attributes.get("softcap")?.f ?? 0,
    window: 0,
    rotary: "none",
    isBooleanMask: false,
    isSplit: false,
    causalFrom: "end",
    ...own,
  };
}

const HAS_PAST = "reads a cache and returns none, so its keys are never complete";

/** input, weights, bias, mask_index, past, attention_bias. */
function readAttention(_: GraphIndex, node: OnnxNode): OwnSource | string {
  const [input = "", weights = "", bias = "", mask, past, scoreBias] = node.inputs;
  if (node.attributes.get("do_rotary")?.i === 1) return "turns queries and keys inside (do_rotary)";
  return packedProjection(node, { input, weights, bias, mask, past, scoreBias, added: [] });
}

/** input, weight, bias, input_scale, weight_scale, mask_index, input_zero_point, weight_zero_point, past. */
function readQuantizedAttention(_: GraphIndex, node: OnnxNode): OwnSource | string {
  const at = (i: number): string => node.inputs[i] ?? "";
  const real = (output: string, inputs: readonly string[], axis?: number): OnnxNode => ({
    name: "",
    opType: "DequantizeLinear",
    domain: "",
    inputs: inputs.at(-1) === "" ? inputs.slice(0, -1) : inputs,
    outputs: [output],
    attributes: axis === undefined ? new Map() : new Map([["axis", { i: axis }]]),
  });
  const [input, weights] = [`headland.real.${at(0)}`, `headland.real.${at(1)}`];
  const added = [real(input, [at(0), at(3), at(6)]), real(weights, [at(1), at(4), at(7)], 1)];
  return packedProjection(node, {
    input,
    weights,
    bias: at(2),
    mask: node.inputs[5],
    past: node.inputs[8],
    scoreBias: undefined,
    added,
  });
}

interface Packed {
  readonly input: string;
  readonly weights: string;
  readonly bias: string;
  readonly mask: string | undefined;
  readonly past: string | undefined;
  readonly scoreBias: string | undefined;
  readonly added: readonly OnnxNode[];
}

function packedProjection(node: OnnxNode, packed: Packed): OwnSource | string {
  const [output = "", present] = node.outputs;
  if (packed.past && !present) return HAS_PAST;
  const nHeads = node.attributes.get("num_heads")?.i ?? 0;
  if (nHeads < 1) return "names no number of heads";
  const qkv = `headland.qkv.${output}`;
  const product = packed.bias === "" ? qkv : `${qkv}.product`;
  const step = (opType: string, inputs: readonly string[], made: string): OnnxNode => ({
    name: "",
    opType,
    domain: "",
    inputs,
    outputs: [made],
    attributes: new Map(),
  });
  const added = [...packed.added, step("MatMul", [packed.input, packed.weights], product)];
  if (packed.bias !== "") added.push(step("Add", [product, packed.bias], qkv));
  const widths = node.attributes.get("qkv_hidden_sizes")?.ints;
  return {
    type: "fused",
    node,
    nHeads,
    nKvHeads: nHeads,
    tensors: named({ qkv, mask: packed.mask, scoreBias: packed.scoreBias, present, output }),
    added,
    options: options(node, widths ? { widths } : {}),
  };
}

/** query, key, value, bias, key_padding_mask, attention_bias, past_key, past_value. */
function readMultiHead(_: GraphIndex, node: OnnxNode): OwnSource | string {
  const [query, key, value, bias, mask, scoreBias, pastKey] = node.inputs;
  const [output, presentKey, presentValue] = node.outputs;
  if (pastKey && !presentKey) return HAS_PAST;
  const nHeads = node.attributes.get("num_heads")?.i ?? 0;
  if (nHeads < 1) return "names no number of heads";
  return {
    type: "fused",
    node,
    nHeads,
    nKvHeads: nHeads,
    tensors: named({ query, key, value, bias, mask, scoreBias, presentKey, presentValue, output }),
    added: [],
    options: options(node, {}),
  };
}

/** query, key, value, past_key, past_value, seqlens_k, total_sequence_length, cos, sin, positions, attention_bias, sink. */
function readGroupQuery(_: GraphIndex, node: OnnxNode): OwnSource | string {
  const [query, key, value, pastKey, , lengths, , cos, sin, positions, scoreBias, sinks] = node.inputs;
  const [output, presentKey, presentValue] = node.outputs;
  const isRotary = node.attributes.get("do_rotary")?.i === 1;
  if (!presentKey && (pastKey || isRotary)) return HAS_PAST;
  if (positions) return "takes positions of its own, which are not read";
  const nHeads = node.attributes.get("num_heads")?.i ?? 0;
  const nKvHeads = node.attributes.get("kv_num_heads")?.i ?? 0;
  if (nHeads < 1 || nKvHeads < 1 || nHeads % nKvHeads !== 0) return "names no numbers of heads";
  const window = node.attributes.get("local_window_size")?.i ?? -1;
  const isInterleaved = node.attributes.get("rotary_interleaved")?.i === 1;
  return {
    type: "fused",
    node,
    nHeads,
    nKvHeads,
    tensors: named({
      query,
      key,
      value,
      presentKey,
      presentValue,
      lengths,
      scoreBias,
      sinks,
      output,
      ...(isRotary ? { cos, sin } : {}),
    }),
    added: [],
    options: options(node, {
      isCausal: true,
      window: Math.max(0, window),
      rotary: isRotary ? (isInterleaved ? "interleaved" : "halves") : "none",
    }),
  };
}

/** ai.onnx Attention: Q, K, V, attn_mask, past_key, past_value; Y, present_key, present_value. */
function readStandard(graph: GraphIndex, node: OnnxNode): OwnSource | string {
  const [query, key, value, scoreBias, pastKey, , lengths] = node.inputs;
  const [output, presentKey, presentValue] = node.outputs;
  if (pastKey && !presentKey) return HAS_PAST;
  if (lengths) return "takes lengths of its sequences (nonpad_kv_seqlen), which are not read";
  const nHeads = node.attributes.get("q_num_heads")?.i ?? 0;
  return {
    type: "fused",
    node,
    nHeads,
    nKvHeads: node.attributes.get("kv_num_heads")?.i ?? nHeads,
    tensors: named({ query, key, value, scoreBias, presentKey, presentValue, output }),
    added: [],
    options: options(node, {
      isCausal: node.attributes.get("is_causal")?.i === 1,
      isBooleanMask: graph.isBoolean(scoreBias ?? ""),
      isSplit: nHeads === 0,
      causalFrom: pastKey ? "end" : "start",
    }),
  };
}
