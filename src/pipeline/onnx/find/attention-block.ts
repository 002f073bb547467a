/** What the finder says of one layer's attention. */
import type { OnnxNode } from "../file/onnx-graph.ts";

/** One attention block of a graph: all heads of one layer. */
export interface AttentionBlock {
  /** Set in models with several kinds of blocks: encoder, decoder, cross, text, vision, audio. */
  readonly tower?: string;
  readonly kind: "self" | "cross";
  /** Ordinal within its tower. */
  readonly layer: number;
  /** For people: the operators from the product of queries and keys to the softmax. */
  readonly how: string;
  /** What the scores are computed in; decides how closely a replay must agree. */
  readonly precision: Precision;
  readonly source: PlainSource | JoinedSource | FusedSource;
}

export type Precision = "float32" | "float16" | "quantized";

/** Attention in separate nodes: product, steps, softmax. */
export interface PlainSource {
  readonly type: "plain";
  readonly query: Operand;
  readonly key: Operand;
  /** What the weights multiply, [batch…, d, key] once straightened; absent where the product is not understood. */
  readonly value?: Operand;
  /** Factor inside the product itself. */
  readonly alpha: number;
  /** Gemm's third operand, and its factor. */
  readonly addend?: { readonly tensor: string; readonly beta: number };
  /** Where each axis of [batch…, query, key] stands in what the product gives; undefined: in this order. */
  readonly productOrder?: AxisOrder;
  /** The graph multiplies keys by queries, [.., key, query], and turns the scores later. */
  readonly isTurned: boolean;
  /** From the product to the softmax, in the order of computation. */
  readonly path: readonly PathStep[];
  /** Nodes that put together what is added to the scores, in the order of computation. */
  readonly sides: readonly OnnxNode[];
  /** As they leave the softmax. */
  readonly softmax: string;
  /** As they multiply the values: those of a sink cut off, what is masked behind the softmax at 0. */
  readonly weights: string;
  /** Weights leave as [.., key, query]. */
  readonly weightsTurned: boolean;
  /** The Concat that puts these heads beside others, or this piece of a sequence beside its others. */
  readonly join?: Join;
  /** Width of the output projection, nHeads × d_head of the values, where the graph tells. */
  readonly outputWidth?: number;
}

/** A Concat that puts what this product gives beside what others give. */
export interface Join {
  readonly tensor: string;
  /** Which of its inputs this is. */
  readonly place: number;
  /** Along d or an axis of heads; else along positions or sequences. */
  readonly isOfHeads: boolean;
}

/** Heads computed one by one, or in groups, whose results are put side by side: one layer, its heads in this order. */
export interface JoinedSource {
  readonly type: "joined";
  readonly parts: readonly PlainSource[];
}

/** An operand of the product of queries and keys. */
export interface Operand {
  readonly tensor: string;
  /** Nodes to add to the graph that make `tensor`. */
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
  /** Which of the node's inputs comes from the product. */
  readonly operand: number;
}

/** Attention inside one operator, where weights are no tensor of the graph. */
export interface FusedSource {
  readonly type: "fused";
  readonly node: OnnxNode;
  readonly nHeads: number;
  readonly nKvHeads: number;
  /** Tensors the operator reads or writes, by role; an absent role is absent in the graph. */
  readonly tensors: Readonly<Partial<Record<FusedRole, string>>>;
  readonly added: readonly OnnxNode[];
  /** Nodes that put `scoreBias` together, in the order of computation. */
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
  /** What is added to masked scores. */
  readonly maskValue: number;
  readonly softcap: number;
  /** Keys that a query sees, itself included; 0: all. */
  readonly window: number;
  readonly rotary: "none" | "halves" | "interleaved";
  /** Widths of queries, keys and values in a packed projection. */
  readonly widths?: readonly number[];
  /** The mask is of booleans: true keeps. Otherwise numbers to be added. */
  readonly isBooleanMask: boolean;
  /** Queries and keys come as [B, H, S, d] rather than [B, S, H·d]. */
  readonly isSplit: boolean;
  /** Causality counts from the first key, rather than so that the last query sees the last key. */
  readonly causalFrom: "start" | "end";
}

/** Softmaxes and operators that are no attention, and why. */
export interface Rejection {
  readonly node: string;
  readonly why: string;
}

export interface Finding {
  readonly blocks: readonly AttentionBlock[];
  readonly rejections: readonly Rejection[];
}

/** A block before it has its place. */
export type FoundBlock = Omit<AttentionBlock, "tower" | "layer">;

/** A block by itself: whether it looks at its own sequence or at another is told by what comes before. */
export type ReadBlock = Omit<FoundBlock, "kind">;
