/** The parts that all three transformers share; one definition serves training and the exported file. */
import { add, divide } from "../graph/arithmetic.ts";
import { softmax } from "../graph/activation.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { layerNorm } from "../graph/layer-norm.ts";
import { reshape, transpose } from "../graph/layout.ts";
import { linear, matMul } from "../graph/matrix-product.ts";
import type { Weights } from "./parameter.ts";

export interface ModelSize {
  readonly nLayers: number;
  readonly nHeads: number;
  /** d_model, a multiple of nHeads; the feed-forward layer is four times as wide. */
  readonly width: number;
}

/** A graph with a model's parameters, in which the parts are built. */
export interface Building {
  readonly graph: Graph;
  readonly weights: Weights;
}

/** x · weight + bias, found by name. */
export function denseLayer({ graph, weights }: Building, name: string, x: Value): Value {
  return add(graph, linear(graph, x, weights(`${name}.weight`)), weights(`${name}.bias`));
}

export function normLayer({ graph, weights }: Building, name: string, x: Value, epsilon: number): Value {
  return layerNorm(graph, x, { weight: weights(`${name}.weight`), bias: weights(`${name}.bias`), epsilon });
}

/**
 * Attention of all heads (Vaswani et al. 2017).
 * @param q,k,v [batch, length, width]
 * @param mask Added to the scores; broadcast to [batch, nHeads, length, length].
 * @returns [batch, length, width]
 */
export function attend(
  graph: Graph,
  { q, k, v }: { readonly q: Value; readonly k: Value; readonly v: Value },
  nHeads: number,
  mask?: Value,
): Value {
  const [batch, length, width] = q.shape;
  const dHead = Number(width) / nHeads;
  const heads = (x: Value): Value => reshape(graph, x, [batch!, length!, nHeads, dHead]);
  const turned = transpose(graph, heads(k), [0, 2, 3, 1]);
  const product = matMul(graph, transpose(graph, heads(q), [0, 2, 1, 3]), turned);
  const scaled = divide(graph, product, Math.sqrt(dHead));
  const pattern = softmax(graph, mask ? add(graph, scaled, mask) : scaled);
  const mixed = matMul(graph, pattern, transpose(graph, heads(v), [0, 2, 1, 3]));
  return reshape(graph, transpose(graph, mixed, [0, 2, 1, 3]), q.shape);
}
