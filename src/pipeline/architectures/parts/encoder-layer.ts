/** A layer of BERT, which normalizes after each step, or of ViT, which normalizes before it. */
import { add } from "../../graph/arithmetic.ts";
import type { Value } from "../../graph/graph.ts";
import type { Building } from "../building.ts";
import { activate, type ActivationName } from "./activations.ts";
import { attend, splitHeads, type AttentionOptions } from "./attention.ts";
import { dense, norm, widthOf } from "./layers.ts";

/** Names of the parts, behind that of the layer, in the order of computation. */
export interface EncoderNames {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  /** The output projection of the heads. */
  readonly output: string;
  readonly norms: readonly [attention: string, feedForward: string];
  /** Into the feed-forward layer, and out of it. */
  readonly feedForward: readonly [up: string, down: string];
}

export interface EncoderOptions {
  readonly names: EncoderNames;
  readonly isNormFirst: boolean;
  readonly nHeads: number;
  /** Width of the feed-forward layer. */
  readonly nInner: number;
  readonly activation: ActivationName;
  readonly epsilon: number;
  /** Whether queries, keys and values have a bias. */
  readonly qkvBias?: boolean;
  /** Whether keys have one; as the others if left out. */
  readonly keyBias?: boolean;
  /** Learned factors of what attention and feed-forward layer add (Touvron et al. 2021), by name behind the layer's. */
  readonly layerScale?: readonly [attention: string, feedForward: string];
  /** Instead of the two maps with the activation between them. */
  readonly feedForward?: (building: Building, at: string, x: Value) => Value;
}

/** @param x [batch, length, width] @param at The layer's name. @returns As x. */
export function encoderLayer(
  building: Building,
  {
    names,
    isNormFirst,
    nHeads,
    nInner,
    activation,
    epsilon,
    qkvBias = true,
    keyBias = qkvBias,
    layerScale,
    ...own
  }: EncoderOptions,
  at: string,
  x: Value,
  options: AttentionOptions,
): Value {
  const { graph, weights } = building;
  const width = widthOf(x);
  const name = (part: string): string => `${at}.${part}`;
  const attention = (seen: Value): Value => {
    const project = (part: string, bias = qkvBias): Value =>
      splitHeads(graph, dense(building, name(part), seen, width, { bias }), nHeads);
    const [q, k, v] = [project(names.query), project(names.key, keyBias), project(names.value)];
    return dense(building, name(names.output), attend(building, { q, k, v }, options), width);
  };
  const feedForward = (seen: Value): Value => {
    if (own.feedForward) return own.feedForward(building, at, seen);
    const inner = activate(graph, activation, dense(building, name(names.feedForward[0]), seen, nInner));
    return dense(building, name(names.feedForward[1]), inner, width);
  };
  const step = (before: Value, i: 0 | 1, compute: (seen: Value) => Value): Value => {
    const normed = (value: Value): Value => norm(building, name(names.norms[i]), value, epsilon);
    const added = compute(isNormFirst ? normed(before) : before);
    const scaled =
      layerScale === undefined
        ? added
        : graph.node("Mul", [added, weights.tensor(name(layerScale[i]), [width])], added.shape);
    const after = add(graph, before, scaled);
    return isNormFirst ? after : normed(after);
  };
  return step(step(x, 0, attention), 1, feedForward);
}
