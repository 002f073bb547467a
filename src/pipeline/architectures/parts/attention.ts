/** Multi-head attention (Vaswani et al. 2017): the one place where a graph of ours multiplies queries and keys. */
import { softmax } from "../../graph/activation.ts";
import { add, divide, scale } from "../../graph/arithmetic.ts";
import type { Graph, Value } from "../../graph/graph.ts";
import { reshape, transpose } from "../../graph/layout.ts";
import { matMul } from "../../graph/matrix-product.ts";
import type { Building } from "../building.ts";
import { capped } from "./softcap.ts";

export interface AttentionParts {
  /** [batch, nHeads, queries, dHead], with positions rotated in and norms applied, but not scaled. */
  readonly q: Value;
  /** [batch, nKvHeads, keys, dHead]; nKvHeads divides nHeads. */
  readonly k: Value;
  readonly v: Value;
}

export interface AttentionOptions {
  readonly tower?: string;
  readonly kind?: "self" | "cross";
  readonly layer: number;
  /** What the scores are multiplied by; 1 / √dHead if not given. */
  readonly scale?: number;
  /** Added to the scores; broadcast to [batch, nHeads, queries, keys]. */
  readonly masks?: readonly Value[];
  /** Scores stay within ± this number (Gemma 2). */
  readonly softcap?: number | undefined;
}

/** @returns What the heads have read, side by side: [batch, queries, nHeads × dHead]. */
export function attend(
  { graph, marks }: Building,
  { q, k, v }: AttentionParts,
  options: AttentionOptions,
): Value {
  const [batch, nHeads, nQueries, dHead] = q.shape;
  const [heads, width] = [Number(nHeads), Number(nHeads) * Number(v.shape[3])];
  const [keys, values] = [repeatHeads(graph, k, heads), repeatHeads(graph, v, heads)];
  const product = matMul(graph, q, transpose(graph, keys, [0, 1, 3, 2]));
  // Written as a division because exporters write the root of d_head that way.
  const scaled =
    options.scale === undefined
      ? divide(graph, product, Math.sqrt(Number(dHead)))
      : options.scale === 1
        ? product
        : scale(graph, product, options.scale);
  const scores = options.softcap === undefined ? scaled : capped(graph, scaled, options.softcap);
  const masked = (options.masks ?? []).reduce((sum, mask) => add(graph, sum, mask), scores);
  const pattern = softmax(graph, masked);
  const perHead = matMul(graph, pattern, values);
  const mixed = reshape(graph, transpose(graph, perHead, [0, 2, 1, 3]), [batch!, nQueries!, width]);
  const { tower, kind = "self", layer } = options;
  marks.addAttention({
    ...(tower === undefined ? {} : { tower }),
    ...{ kind, layer, nHeads: heads },
    ...{ q: q.name, k: keys.name, v: values.name, pattern: pattern.name, mixed: mixed.name },
  });
  return mixed;
}

/** [batch, length, nHeads × dHead] → [batch, nHeads, length, dHead]. */
export function splitHeads(graph: Graph, x: Value, nHeads: number): Value {
  const [batch, length, width] = x.shape;
  const apart = reshape(graph, x, [batch!, length!, nHeads, Number(width) / nHeads]);
  return transpose(graph, apart, [0, 2, 1, 3]);
}

/** Grouped-query attention (Ainslie et al. 2023): heads next to each other share a key head. */
function repeatHeads(graph: Graph, x: Value, nHeads: number): Value {
  const [batch, nKvHeads, length, dHead] = x.shape;
  if (nKvHeads === nHeads) return x;
  const shared = Array.from({ length: nHeads }, (_, head) => Math.floor((head * Number(nKvHeads)) / nHeads));
  return graph.node("Gather", [x, graph.longs(shared)], [batch!, nHeads, length!, dHead!], { axis: 1 });
}
