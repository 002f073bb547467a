/** What the finder knows about the attention of one layer. */
import type { OnnxNode } from "../file/onnx-graph.ts";

/** One attention block of a graph: all heads of one layer. */
export interface AttentionBlock {
  /** Set in models with several towers: encoder, decoder, cross, text, vision, audio. */
  readonly tower?: string;
  readonly kind: "self" | "cross";
  /** Ordinal within its tower. */
  readonly layer: number;
  /** Where it is known before the model has run. */
  readonly nHeads?: number;
  /** For readers: the operators from the product of queries and keys to the softmax. */
  readonly how: string;
  /** The precision of the scores; it decides how closely a replay must agree. */
  readonly precision: Precision;
  readonly source: PlainSource | JoinedSource | FusedSource;
}

export type Precision = "float32" | "float16" | "quantized";

/** Attention in separate nodes: product, steps, softmax. */
export interface PlainSource {
  readonly type: "plain";
  readonly query: Operand;
  readonly key: Operand;
  /** The values that the weights multiply, [batch…, d, key] in standard order; absent if the product is not understood. */
  readonly value?: Operand;
  /** Factor inside the product itself. */
  readonly alpha: number;
  /** The third operand of a Gemm, and its factor. */
  readonly addend?: { readonly tensor: string; readonly beta: number };
  /** The position of each axis of [batch…, query, key] in the product; undefined means this order. */
  readonly productOrder?: AxisOrder;
  /** Whether the graph multiplies keys by queries, [.., key, query], and transposes the scores later. */
  readonly isTurned: boolean;
  /** From the product to the softmax, in the order of computation. */
  readonly path: readonly PathStep[];
  /** Nodes that compute the terms added to the scores, in order of computation. */
  readonly sides: readonly OnnxNode[];
  /** The output of the softmax. */
  readonly softmax: string;
  /** The weights that multiply the values: without a sink, and 0 for keys that are masked after the softmax. */
  readonly weights: string;
  /** Whether the weights are [.., key, query]. */
  readonly weightsTurned: boolean;
  /** The Concat that joins these heads with others, or this piece of a sequence with its other pieces. */
  readonly join?: Join;
  /** Width of the output projection, nHeads × d_head of the values, if the graph tells. */
  readonly outputWidth?: number;
}

/** A Concat that joins this product with others. */
export interface Join {
  readonly tensor: string;
  /** Which of its inputs this is. */
  readonly place: number;
  /** Whether it joins along d or an axis of heads, not along positions or sequences. */
  readonly isOfHeads: boolean;
}

/** Heads that the graph computes one by one or in groups and then joins: one layer, with its heads in this order. */
export interface JoinedSource {
  readonly type: "joined";
  readonly parts: readonly PlainSource[];
}

/** An operand of the product of queries and keys. */
export interface Operand {
  readonly tensor: string;
  /** Nodes to add to the graph that compute `tensor`. */
  readonly added: readonly OnnxNode[];
  readonly order: AxisOrder;
}

/**
 * How a tensor of any rank becomes [batch…, position, d]. `matrix`: the last two axes swapped, the position axis in
 * front of the batch axes; `axes`: an explicit permutation, of all axes or of the last ones behind any number of others.
 */
export type AxisOrder =
  | { readonly type: "matrix"; readonly swapped: boolean; readonly positionFirst: boolean }
  | { readonly type: "axes"; readonly perm: readonly number[]; readonly areLast?: boolean };

export interface PathStep {
  readonly node: OnnxNode;
  /** The index of the node's input that comes from the product. */
  readonly operand: number;
}

/** Attention inside one operator, whose weights are not a tensor of the graph. */
export interface FusedSource {
  readonly type: "fused";
  readonly node: OnnxNode;
  readonly nHeads: number;
  readonly nKvHeads: number;
  /** Tensors that the operator reads or writes, by role; a role is missing if the graph lacks it. */
  readonly tensors: Readonly<Partial<Record<FusedRole, string>>>;
  readonly added: readonly OnnxNode[];
  /** Nodes that compute `scoreBias`, in order of computation. */
  readonly sides: readonly OnnxNode[];
  readonly options: FusedOptions;
}

export type FusedRole =
  | "qkv"
  | "query"
  | "key"
  | "value"
  | "bias"
  | "presentKey"
  | "presentValue"
  | "present"
  | "mask"
  | "scoreBias"
  | "lengths"
  | "cos"
  | "sin"
  | "sinks"
  | "output";

export interface FusedOptions {
  /** Undefined: 1 / √d_head. */
  readonly scale?: number;
  readonly isCausal: boolean;
  /** The number added to masked scores. */
  readonly maskValue: number;
  readonly softcap: number;
  /** Number of keys that a query sees, itself included; 0 means all. */
  readonly window: number;
  readonly rotary: "none" | "halves" | "interleaved";
  /** Widths of queries, keys and values in a packed projection. */
  readonly widths?: readonly number[];
  /** Whether the mask is boolean, where true keeps a key. Otherwise its numbers are added. */
  readonly isBooleanMask: boolean;
  /** Whether queries and keys are [B, H, S, d], not [B, S, H·d]. */
  readonly isSplit: boolean;
  /** Whether the first query sees only the first key (`start`), or the last query sees the last key (`end`). */
  readonly causalFrom: "start" | "end";
}

/** Softmaxes and operators that are not attention, with the reason. */
export interface Rejection {
  readonly node: string;
  readonly why: string;
}

export interface Finding {
  readonly blocks: readonly AttentionBlock[];
  readonly rejections: readonly Rejection[];
}

/** A block that has no tower and no layer yet. */
export type FoundBlock = Omit<AttentionBlock, "tower" | "layer">;

/** A block on its own. Whether it attends to its own sequence or another depends on the blocks before it. */
export type ReadBlock = Omit<FoundBlock, "kind">;
